import { TaskErrors } from '../../../../local/timestream/batch-load/task-errors';

const at = (firstLine: number, lastLine = firstLine) => ({ firstLine, lastLine });

describe('errors of a task', () => {
  it('are ranges of lines by file and reason, joined where they touch', () => {
    const errors = new TaskErrors();
    for (const line of [2, 3, 3, 5]) errors.addFileError('a.csv', 'one', at(line));
    errors.addFileError('a.csv', 'other', at(4));
    errors.addFileError('a.csv', 'one', at(6, 9));
    errors.addFileError('b.csv', 'one', at(1));
    expect(errors.toJSON()).toEqual({ taskErrors: [], fileErrors: [
      { fileName: 'a.csv', errors: [{ reason: 'one', lineRanges: [[2, 3], [5, 9]] }, { reason: 'other', lineRanges: [[4, 4]] }] },
      { fileName: 'b.csv', errors: [{ reason: 'one', lineRanges: [[1, 1]] }] },
    ] });
  });

  it('go on after a restart as if there had been none', () => {
    const errors = new TaskErrors();
    errors.addFileError('a.csv', 'one', at(2));
    errors.addTaskError('stopped');
    const restarted = new TaskErrors(JSON.parse(JSON.stringify(errors)) as ReturnType<TaskErrors['toJSON']>);
    restarted.addFileError('a.csv', 'one', at(3));
    restarted.removeTaskError('stopped');
    expect(restarted.toJSON()).toEqual({ taskErrors: [], fileErrors: [{ fileName: 'a.csv', errors: [{ reason: 'one', lineRanges: [[2, 3]] }] }] });
  });

  it('are listed up to a number, and say so beyond it', () => {
    const errors = new TaskErrors();
    for (let line = 1; line <= 30_000; line += 2) errors.addFileError('a.csv', `reason ${line % 7} ${'x'.repeat(1000)}`, at(line));
    const { taskErrors, fileErrors } = errors.toJSON();
    expect(fileErrors[0]?.errors.flatMap(({ lineRanges }) => lineRanges)).toHaveLength(10_000);
    expect(fileErrors[0]?.errors[0]?.reason).toHaveLength(515);
    expect(taskErrors).toEqual([{ reason: 'Only the first 10000 ranges of lines with errors are listed.' }]);
  });
});
