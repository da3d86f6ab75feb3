namespace LogGuard.Parsing;

/// <summary>The format without a header: the whole line is the message.</summary>
internal sealed class PlainFormat() : LineFormat("Plain", ["Content"], TimeSpan.Zero, session: null)
{
    internal override bool HasHeader => false;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        parts.SetContent(0, HeaderText.Trim(line));
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => this;
}
