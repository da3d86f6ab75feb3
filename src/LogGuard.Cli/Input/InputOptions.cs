using System.CommandLine;
using System.CommandLine.Completions;
using LogGuard.Parsing;

namespace LogGuard.Cli.Input;

/// <summary>The arguments and options of the commands that read logs.</summary>
internal sealed class InputOptions
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Logs, plain or gzip: paths, globs such as 'logs/*.log.gz', or - for standard input. Without one, standard input is read.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _format = new("--format")
    {
        Description = "How a line is built: a ready format's name, a notation such as \"<Date> <Time> <Level> <Content>\", or auto, which chooses by the first 200 lines.",
        HelpName = "FORMAT",
    };

    private readonly Option<string?> _session = new("--session")
    {
        Description = "The field or property that names the session of a line, such as Pid or OrderId.",
        HelpName = "FIELD",
    };

    private readonly Option<string?> _pattern = new("--session-pattern")
    {
        Description = "A regular expression that finds the session in the message, such as 'blk_-?\\d+'; its first group is taken.",
        HelpName = "REGEX",
    };

    public InputOptions() => _format.CompletionSources.Add(_ => LineFormat.Known.Select(format => new CompletionItem(format.Name)).Prepend(new CompletionItem("auto")));

    public void AddTo(Command command, bool hasSessions = true)
    {
        command.Add(_files);
        command.Add(_format);
        if (!hasSessions)
        {
            return;
        }

        command.Add(_session);
        command.Add(_pattern);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_session) is not null && result.GetResult(_pattern) is not null)
            {
                result.AddError("--session and --session-pattern cannot be combined; name the session by one of them.");
            }
        });
    }

    public InputSettings Read(ParseResult parsed) => new(parsed.GetValue(_files) ?? [], parsed.GetValue(_format))
    {
        SessionField = parsed.GetResult(_session) is null ? null : parsed.GetValue(_session),
        SessionPattern = parsed.GetResult(_pattern) is null ? null : parsed.GetValue(_pattern),
    };
}
