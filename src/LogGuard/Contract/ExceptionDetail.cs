using LogGuard.Primitives;

namespace LogGuard;

/// <summary>The exception that a line was logged with. Immutable; holds no reference to the exception itself.</summary>
/// <param name="Type">The full name of its type, such as <c>System.TimeoutException</c>.</param>
/// <param name="Message">Its message, cut after 1,024 characters; null if it is not captured or could not be read.</param>
public sealed record ExceptionDetail(string Type, string? Message = null)
{
    internal const int MessageLimit = 1024;

    // A chain of inner exceptions this long is a mistake of the application.
    private const int DepthLimit = 32;

    /// <summary>The full name of the type of its innermost exception; null if it has no inner exception.</summary>
    public string? RootType { get; init; }

    /// <summary>The message of its innermost exception, as <see cref="Message"/>; null if it has no inner exception.</summary>
    public string? RootMessage { get; init; }

    /// <summary>Reads an exception. Never throws.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="withMessages">Whether the messages are read, which may contain any text.</param>
    public static ExceptionDetail From(Exception exception, bool withMessages = true)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var root = exception;
        for (var depth = 0; root.InnerException is { } inner && depth < DepthLimit; depth++)
        {
            root = inner;
        }

        var hasRoot = !ReferenceEquals(root, exception);
        return new ExceptionDetail(NameOf(exception), withMessages ? MessageOf(exception) : null)
        {
            RootType = hasRoot ? NameOf(root) : null,
            RootMessage = hasRoot && withMessages ? MessageOf(root) : null,
        };
    }

    /// <summary>The same without messages.</summary>
    internal ExceptionDetail WithoutMessages() => this with { Message = null, RootMessage = null };

    /// <summary>Returns the type, the message and the innermost exception in one line.</summary>
    public override string ToString()
    {
        var text = Join(Type, Message);
        return PlainText.Escape(RootType is null ? text : $"{text}, caused by {Join(RootType, RootMessage)}");
    }

    private static string Join(string type, string? message) => string.IsNullOrEmpty(message) ? type : $"{type}: {message}";

    private static string NameOf(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;

    private static string? MessageOf(Exception exception)
    {
        try
        {
            return Wording.Cut(exception.Message, MessageLimit);
        }
        catch (Exception)
        {
            // An exception type of the application may fail to make its message.
            return null;
        }
    }
}
