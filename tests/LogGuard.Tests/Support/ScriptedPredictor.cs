using LogGuard.Workflows.Separation;

namespace LogGuard.Tests.Support;

/// <summary>
/// Predictions from a script: lines such as <c>54 57: 18 0.8, 56 0.2</c>. A history is answered by the longest line that it
/// ends with exactly, and by nothing where its length has no line.
/// </summary>
internal sealed class ScriptedPredictor : INextKeyPredictor
{
    private readonly Dictionary<string, NextKeyChance[]> _script = [];

    public ScriptedPredictor(params string[] lines)
    {
        foreach (var line in lines)
        {
            var (history, next) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..]);
            _script[history.Trim()] = [.. next.Split(',').Select(chance => chance.Trim().Split(' ')).Select(pair => new NextKeyChance(int.Parse(pair[0]), double.Parse(pair[1])))];
            MaxHistory = Math.Max(MaxHistory, history.Trim().Split(' ').Length);
        }
    }

    public int MaxHistory { get; }

    public IReadOnlyList<NextKeyChance> Predict(ReadOnlySpan<int> history) => _script.GetValueOrDefault(string.Join(' ', history.ToArray()), []);
}
