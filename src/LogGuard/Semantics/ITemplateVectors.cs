namespace LogGuard.Semantics;

/// <summary>Vectors of message templates. The similarity of two templates is the inner product of their vectors, -1..1.</summary>
/// <remarks>Immutable and thread-safe. Vectors that hold large data may also be <see cref="IDisposable"/>.</remarks>
public interface ITemplateVectors
{
    /// <summary>Number of components of a vector, at least 1.</summary>
    int Size { get; }

    /// <summary>Writes the vector of a template, which need not be one that the vectors were fitted to.</summary>
    /// <param name="messageTemplate">The message template.</param>
    /// <param name="vector">Receives the vector, of length 1, or all zeros if no word of the template is known (length = <see cref="Size"/>).</param>
    /// <exception cref="ArgumentException"><paramref name="vector"/> has another length.</exception>
    void Write(string messageTemplate, Span<float> vector);

    /// <summary>Writes everything that <see cref="ITemplateVectorizer.Load"/> needs.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    void Save(Stream stream);
}
