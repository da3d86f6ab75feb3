using LogGuard.Parsing;

namespace LogGuard.Stress.Fuzzing;

/// <summary>Feeds lines to a template miner, and checks the invariants of every line.</summary>
internal sealed class MinerFuzzer
{
    /// <summary>A low limit, so that templates are forgotten all the time: nearly every generated line has its own template.</summary>
    public const int TemplateLimit = 500;

    private readonly TemplateMiner _miner = new(new TemplateMinerOptions { TemplateLimit = TemplateLimit });
    private readonly TextParameter[] _parameters = new TextParameter[16];
    private long _lines;

    /// <exception cref="InvalidDataException">An invariant is violated.</exception>
    public void Feed(ReadOnlySpan<char> line)
    {
        var result = ++_lines % 2 == 0 ? _miner.Learn(line) : _miner.LearnNew(line);
        Require(_miner.Count <= TemplateLimit, "more templates than the bound");
        if (result.Id == 0)
        {
            return;
        }

        Require(_miner.TryMatch(line, out var id) && id == _miner.Resolve(result.Id), "a line that does not match the template that it was given");
        var count = _miner.ReadParameters(result.Id, line, _parameters);
        for (var i = 0; i < Math.Min(count, _parameters.Length); i++)
        {
            // Slicing throws if a parameter is outside the line.
            _ = line.Slice(_parameters[i].Offset, _parameters[i].Length);
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
