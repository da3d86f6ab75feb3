namespace LogGuard.Serilog.Tests.Support;

/// <summary>A fenced code block of a Markdown text.</summary>
/// <param name="Language">What stands behind the opening fence; empty where nothing does.</param>
/// <param name="Line">The number of the opening fence's line, from 1.</param>
/// <param name="Text">What stands between the fences, less the fence's own indentation.</param>
internal sealed record ReadmeBlock(string Language, int Line, string Text)
{
    /// <summary>All blocks of a text, in order.</summary>
    /// <exception cref="FormatException">A block is never closed.</exception>
    public static IReadOnlyList<ReadmeBlock> In(string markdown)
    {
        var blocks = new List<ReadmeBlock>();
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var bare = lines[i].TrimStart(' ');
            if (!bare.StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var indentation = lines[i].Length - bare.Length;
            var fence = bare[..(bare.Length - bare.TrimStart('`').Length)];
            var end = Array.FindIndex(lines, i + 1, line => line.Trim(' ') == fence);
            if (end < 0)
            {
                throw new FormatException($"The block in line {i + 1} is never closed.");
            }

            var text = lines[(i + 1)..end].Select(line => line[Math.Min(indentation, line.Length - line.TrimStart(' ').Length)..]);
            blocks.Add(new ReadmeBlock(bare[fence.Length..].Trim(), i + 1, string.Join('\n', text)));
            i = end;
        }

        return blocks;
    }
}
