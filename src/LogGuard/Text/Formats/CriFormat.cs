namespace LogGuard.Parsing;

/// <summary>
/// Kubernetes' container runtime interface (containerd, CRI-O): time, stream, <c>P</c> for a piece or <c>F</c> for the last or only
/// one, and the line: <c>2024-05-06T07:08:09.123456789+02:00 stdout F order placed</c>.
/// </summary>
internal sealed class CriFormat(LineFormat? inner = null, TimeSpan assumedOffset = default) : ContainerFormat("Cri", inner, assumedOffset)
{
    internal override ContainerFormat With(LineFormat inner) => new CriFormat(inner, AssumedOffset);

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new CriFormat(Inner, offset);

    private protected override bool TryUnwrap(ReadOnlySpan<char> line, LineParts parts, out Wrapping wrapping)
    {
        wrapping = default;
        var time = line.IndexOf(' ');
        if (time < 10 || !char.IsAsciiDigit(line[0]) || line[..time].IndexOf('T') < 0)
        {
            return false;
        }

        var rest = line[(time + 1)..];
        if (!rest.StartsWith("stdout ") && !rest.StartsWith("stderr "))
        {
            return false;
        }

        // Further tags may follow the first, with colons between them.
        var tags = rest[7..];
        var tag = tags.IndexOf(' ');
        var first = tags.Length == 0 ? ' ' : tags[0];
        if (first is not ('P' or 'F') || (tag < 0 ? tags.Length != 1 : tag != 1 && tags[1] != ':'))
        {
            return false;
        }

        wrapping = new Wrapping(
            parts.Append(line[..time]), parts.Append(rest[..6]), parts.Append(tag < 0 ? [] : tags[(tag + 1)..].TrimEnd('\r')), first == 'P');
        return true;
    }
}
