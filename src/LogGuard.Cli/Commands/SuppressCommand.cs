using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LogGuard.Cli.Models;

namespace LogGuard.Cli.Commands;

/// <summary>Leaves a cause out of reports until a time.</summary>
internal static class SuppressCommand
{
    public static Command Make(CliConsole console)
    {
        var fingerprint = new Argument<string?>("FINGERPRINT") { Description = "The fingerprint of the cause, as detect and explain show it. Without one, the suppressions are listed.", Arity = ArgumentArity.ZeroOrOne };
        var duration = new Option<TimeSpan>("--for")
        {
            Description = "How long from now, such as 12h, 7d or 30m. Compared with the times in the log.",
            HelpName = "TIME",
            CustomParser = ReadDuration,
            DefaultValueFactory = _ => TimeSpan.FromDays(7),
        };
        var remove = new Option<bool>("--remove") { Description = "End the suppression." };
        var model = ModelOption.Make();
        var command = new ExampleCommand(
            "suppress", "Leaves a cause out of the reports of detect and gate, and out of the alerts of watch, for some time.",
            "logguard suppress cut-short-572630971f0729b2 --for 7d",
            "logguard suppress cut-short-572630971f0729b2 --remove --model models/shop",
            "logguard suppress") { fingerprint, duration, remove, model };
        command.SetAction((parsed, _) => RunAsync(console, new ModelFolder(parsed.GetValue(model)!), parsed.GetValue(fingerprint), parsed.GetValue(duration), parsed.GetValue(remove)));
        return command;
    }

    private static async Task<int> RunAsync(CliConsole console, ModelFolder folder, string? fingerprint, TimeSpan duration, bool isRemoved)
    {
        folder.Require();
        var detector = new AnomalyDetector(DetectorSetup.Make(folder.Path, ModelSettings.Load(folder.Path), console));
        await using (detector.ConfigureAwait(false))
        {
            if (fingerprint is null)
            {
                foreach (var suppression in detector.Suppressions)
                {
                    console.Output.WriteLine(FormattableString.Invariant($"{suppression.Fingerprint}  until {suppression.Until:u}"));
                }

                return ExitCode.Nothing;
            }

            if (isRemoved ? !detector.Unsuppress(fingerprint) : !detector.Suppress(fingerprint, DateTimeOffset.UtcNow + duration))
            {
                throw new CommandException(isRemoved
                    ? $"{fingerprint} is not suppressed; logguard suppress --model {folder.Name} lists what is"
                    : "there are too many suppressions; remove some");
            }
        }

        console.Error.WriteLine(isRemoved ? $"{fingerprint} is reported again" : FormattableString.Invariant($"{fingerprint} is left out until {DateTimeOffset.UtcNow + duration:u}"));
        return ExitCode.Nothing;
    }

    private static TimeSpan ReadDuration(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var unit = text.Length > 1 ? text[^1] : ' ';
        if (double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000)
        {
            switch (unit)
            {
                case 'm':
                    return TimeSpan.FromMinutes(number);
                case 'h':
                    return TimeSpan.FromHours(number);
                case 'd':
                    return TimeSpan.FromDays(number);
            }
        }

        result.AddError($"'{text}' is no time; write it as 30m, 12h or 7d.");
        return TimeSpan.Zero;
    }
}
