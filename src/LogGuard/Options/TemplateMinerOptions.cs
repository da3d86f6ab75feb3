using System.Globalization;
using System.Text.RegularExpressions;
using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard.Parsing;

/// <summary>Settings of a <see cref="TemplateMiner"/>. The defaults fit all logs.</summary>
public sealed class TemplateMinerOptions
{
    internal const double DefaultSimilarityThreshold = 0.6;
    internal const int DefaultTreeDepth = 4;
    internal const int DefaultChildLimit = 10_000;
    internal const int DefaultTemplateLimit = 10_000;
    internal const int DefaultMaxTokens = 128;
    internal const int DefaultMaxLineLength = 16_384;
    internal const int CustomMaskLimit = 64;
    internal const int SeedLimit = 100_000;

    /// <summary>
    /// Share of a line's words that must be equal to those of a template for the line to join it, 0..1. The default is
    /// <c>0.6</c>. A higher value gives more and narrower templates.
    /// </summary>
    public double SimilarityThreshold { get; set; } = DefaultSimilarityThreshold;

    /// <summary>
    /// Depth of the search tree including its root and its leaves, as in the paper, 3..16. The default is <c>4</c>: similar
    /// templates are searched among those that begin with the same two words.
    /// </summary>
    public int TreeDepth { get; set; } = DefaultTreeDepth;

    /// <summary>Most branches of a node in the search tree, 1..10,000. The default is <c>10,000</c>: a look-up is one step however many there are.</summary>
    public int ChildLimit { get; set; } = DefaultChildLimit;

    /// <summary>
    /// Most templates, 1..1,000,000. The default is <c>10,000</c>. Beyond it the least recently used one is forgotten.
    /// </summary>
    public int TemplateLimit { get; set; } = DefaultTemplateLimit;

    /// <summary>Most tokens of a line, 1..1,024. The rest of the line is one variable. The default is <c>128</c>.</summary>
    public int MaxTokens { get; set; } = DefaultMaxTokens;

    /// <summary>Most characters of a line, 16..1,048,576. The rest is ignored. The default is <c>16,384</c>.</summary>
    public int MaxLineLength { get; set; } = DefaultMaxLineLength;

    /// <summary>
    /// Whether numbers, addresses, ids, paths and the like are recognized as variables. The default is <c>true</c>.
    /// </summary>
    public bool Masks { get; set; } = true;

    /// <summary>Regular expressions for further variables, 64 at most, applied in this order. None by default.</summary>
    public IList<CustomMask> CustomMasks { get; set; } = [];

    /// <summary>
    /// Longest time of all custom masks together for one line, 1 ms..10 s. The default is 100 ms. In a line that takes longer, the
    /// masks found until then apply; such lines are counted and reported.
    /// </summary>
    public TimeSpan CustomMaskTimeout { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Templates to begin with. <c>&lt;*&gt;</c> stands for a variable. They never change. None by default.</summary>
    public IList<string> SeedTemplates { get; set; } = [];

    /// <summary>Lines to learn before any other. None by default.</summary>
    public IList<string> SeedLines { get; set; } = [];

    internal TemplateMinerOptions Copy()
    {
        var copy = (TemplateMinerOptions)MemberwiseClone();
        copy.CustomMasks = [.. CustomMasks];
        copy.SeedTemplates = [.. SeedTemplates];
        copy.SeedLines = [.. SeedLines];
        return copy;
    }

    internal void Check()
    {
        var faults = new OptionFaults(nameof(TemplateMinerOptions));
        Check(faults);
        faults.ThrowIfAny();
    }

    /// <param name="faults">Receives the faults.</param>
    /// <param name="prefix">The text before the names of the settings.</param>
    internal void Check(OptionFaults faults, string prefix = "")
    {
        faults.RequireRange(prefix + nameof(SimilarityThreshold), SimilarityThreshold, 0, 1);
        faults.RequireRange(prefix + nameof(TreeDepth), TreeDepth, 3, 16);
        faults.RequireRange(prefix + nameof(ChildLimit), ChildLimit, 1, 10_000);
        faults.RequireRange(prefix + nameof(TemplateLimit), TemplateLimit, 1, 1_000_000);
        faults.RequireRange(prefix + nameof(MaxTokens), MaxTokens, 1, 1_024);
        faults.RequireRange(prefix + nameof(MaxLineLength), MaxLineLength, 16, 1_048_576);
        faults.RequireRange(prefix + nameof(CustomMaskTimeout), CustomMaskTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        if (faults.RequireObject(prefix + nameof(CustomMasks), CustomMasks) is { } masks)
        {
            faults.RequireRange($"{prefix}{nameof(CustomMasks)}.Count", masks.Count, 0, CustomMaskLimit);
            for (var i = 0; i < masks.Count; i++)
            {
                Check(faults, string.Create(CultureInfo.InvariantCulture, $"{prefix}{nameof(CustomMasks)}[{i}]"), masks[i]);
            }
        }

        CheckTexts(faults, prefix + nameof(SeedTemplates), SeedTemplates);
        CheckTexts(faults, prefix + nameof(SeedLines), SeedLines);
    }

    private static void Check(OptionFaults faults, string setting, CustomMask? mask)
    {
        if (faults.RequireObject(setting, mask) is null)
        {
            return;
        }

        var isName = mask!.Name is { Length: > 0 and <= 64 } && mask.Name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
        faults.Require(isName, $"{setting}.Name", $"\"{mask.Name}\"", "it must be 1 to 64 letters, digits, \"_\" or \"-\"");
        try
        {
            _ = new Regex(mask.Pattern ?? "(", RegexOptions.CultureInvariant);
        }
        catch (ArgumentException)
        {
            faults.Require(false, $"{setting}.Pattern", $"\"{mask.Pattern}\"", "it must be a regular expression");
        }
    }

    private static void CheckTexts(OptionFaults faults, string setting, IList<string>? texts)
    {
        if (faults.RequireObject(setting, texts) is null)
        {
            return;
        }

        faults.RequireRange($"{setting}.Count", texts!.Count, 0, SeedLimit);
        faults.Require(texts.All(text => !string.IsNullOrWhiteSpace(text)), setting, "a list with an empty text", "every text must have a word");
    }
}
