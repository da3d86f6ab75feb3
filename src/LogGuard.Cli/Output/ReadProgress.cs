using LogGuard.Cli.Input;
using Spectre.Console;

namespace LogGuard.Cli.Output;

/// <summary>Shows how much of the logs was read, on a terminal only. Its members may be called from any thread.</summary>
internal sealed class ReadProgress
{
    private readonly ProgressTask? _task;

    private ReadProgress(ProgressTask? task) => _task = task;

    /// <summary>Counts bytes of a file.</summary>
    public void Add(long bytes) => _task?.Increment(bytes);

    /// <summary>Names the present step.</summary>
    public void Tell(string step)
    {
        if (_task is not null)
        {
            _task.Description = Markup.Escape(step);
        }
    }

    /// <summary>Runs work under a progress bar over the bytes of the files.</summary>
    public static async Task<T> RunAsync<T>(CliConsole console, IReadOnlyList<LogFile> files, Func<ReadProgress, Task<T>> work)
    {
        if (!console.IsErrorTerminal)
        {
            return await work(new ReadProgress(null)).ConfigureAwait(false);
        }

        return await console.Progress().Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask("reading", maxValue: Math.Max(1, files.Sum(file => file.Length)));
                task.IsIndeterminate = files.Any(file => file.Path is null);
                return await work(new ReadProgress(task)).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }
}
