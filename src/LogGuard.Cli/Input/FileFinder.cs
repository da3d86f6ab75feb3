using Microsoft.Extensions.FileSystemGlobbing;

namespace LogGuard.Cli.Input;

/// <summary>Finds the files that the arguments of a command name: paths, globs such as <c>logs/**/*.log.gz</c>, and <c>-</c> for standard input.</summary>
internal static class FileFinder
{
    private static readonly char[] Wildcards = ['*', '?'];

    /// <exception cref="CommandException">A file does not exist, or nothing matches a glob.</exception>
    public static IReadOnlyList<LogFile> Find(IReadOnlyList<string> arguments, CliConsole console)
    {
        if (arguments.Count == 0)
        {
            return console.HasPipedInput ? [LogFile.StandardInput] : throw new CommandException("no log is given; name a FILE, a glob such as 'logs/*.log.gz', or pipe a log to standard input");
        }

        var files = arguments.SelectMany(argument => Find(argument)).DistinctBy(file => file.Path).ToArray();
        return files;
    }

    private static IEnumerable<LogFile> Find(string argument)
    {
        if (argument == "-")
        {
            return [LogFile.StandardInput];
        }

        // A file may have a star in its name.
        if (argument.IndexOfAny(Wildcards) < 0 || File.Exists(argument))
        {
            return File.Exists(argument) ? [new LogFile(argument, Path.GetFullPath(argument))]
                : throw new CommandException(Directory.Exists(argument)
                    ? $"{argument} is a folder; name its files, such as '{Path.Combine(argument, "*.log")}'"
                    : $"{argument} does not exist; name a log file, or - for standard input");
        }

        var (folder, pattern) = Split(argument);
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern);
        var found = Directory.Exists(folder) ? matcher.GetResultsInFullPath(folder).Order(StringComparer.Ordinal).ToArray() : [];
        return found.Length > 0 ? found.Select(path => new LogFile(Path.GetRelativePath(Environment.CurrentDirectory, path), path))
            : throw new CommandException($"no file matches '{argument}' in {Path.GetFullPath(folder)}; check the folder and the pattern");
    }

    // The folder before the first part with a wildcard, and the rest.
    private static (string Folder, string Pattern) Split(string glob)
    {
        var parts = glob.Replace('\\', '/').Split('/');
        var first = Array.FindIndex(parts, part => part.IndexOfAny(Wildcards) >= 0);
        var folder = string.Join('/', parts[..first]);
        return (folder.Length > 0 ? folder : first > 0 ? "/" : ".", string.Join('/', parts[first..]));
    }
}
