namespace LogGuard.Semantics;

/// <summary>
/// Turns message templates into vectors of their meaning, so that a template whose wording changed lies near the one it was.
/// </summary>
/// <remarks>Stateless apart from its settings, so that one object serves several detectors. Thread-safe.</remarks>
public interface ITemplateVectorizer
{
    /// <summary>
    /// The name in snapshots and messages: a letter, then letters and digits, 64 characters at most. It never changes, and a
    /// vectorizer that reads other vectors has another name.
    /// </summary>
    string Name { get; }

    /// <summary>Fits vectors to the templates of one log: their words, and how rare each word is in them.</summary>
    /// <param name="templates">The message templates, with their holes, such as <c>Order {OrderId} shipped</c>; may be empty.</param>
    /// <param name="seed">The seed of all randomness: the same templates and seed give the same vectors.</param>
    /// <param name="cancellation">Cancels the fitting.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <exception cref="InvalidDataException">A file that the vectorizer reads is damaged or of another kind.</exception>
    ITemplateVectors Fit(IReadOnlyList<string> templates, int seed, CancellationToken cancellation = default);

    /// <summary>Loads what <see cref="ITemplateVectors.Save"/> wrote.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <exception cref="InvalidDataException">The stream is damaged, or another vectorizer wrote it.</exception>
    ITemplateVectors Load(Stream stream);
}
