using LogGuard.Keys;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>A log divided into what a model learns and what it judges.</summary>
internal sealed class ModelTask
{
    /// <summary>The log's name.</summary>
    public required string Set { get; init; }

    /// <summary>How it is divided, for people.</summary>
    public required string Division { get; init; }

    /// <summary>Sessions to learn from, without labels.</summary>
    public required IReadOnlyList<int[]> Learnt { get; init; }

    /// <summary>Sessions to learn from with their labels; empty: there are none.</summary>
    public IReadOnlyList<ModelSession> Labelled { get; init; } = [];

    /// <summary>The sessions that are judged.</summary>
    public required IReadOnlyList<ModelSession> Judged { get; init; }

    /// <summary>The templates of the keys.</summary>
    public required LogKeyVocabulary Vocabulary { get; init; }

    /// <summary>Returns the template of a key.</summary>
    public string TemplateOf(int key) => Vocabulary.GetTemplate(key);
}
