/** The reference for the write benchmark: parses each body and forgets it, which is as little as a JSON server can do. */
import { serveBodies } from './body-server';

serveBodies((body) => { JSON.parse(body.toString()); });
