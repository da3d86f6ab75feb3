namespace LogGuard.Configuration;

/// <summary>One setting of a detector in its text form: its name in a configuration file, and how it is set and formatted.</summary>
internal abstract class Setting(string name)
{
    /// <summary>The name with dots, such as <c>Session.IdleTimeout</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The form that its text must have, for fault messages.</summary>
    public abstract string Words { get; }

    /// <summary>Whether its value must not be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether a running detector can change it; see <see cref="SettingsUpdate"/>.</summary>
    public bool IsLive { get; init; }

    /// <summary>The names that a configuration may use for it. A list of objects has several.</summary>
    public virtual IEnumerable<string> Names => [Name];

    /// <summary>Whether it has parts, whose names follow after a dot.</summary>
    public virtual bool HasParts => false;

    /// <summary>Sets the value from text.</summary>
    /// <param name="options">The options to change.</param>
    /// <param name="texts">Its text, with an empty key; or the texts of its parts, keyed by the rest of their names.</param>
    /// <param name="addFault">Receives a message for each text that cannot be set.</param>
    public abstract void Set(AnomalyDetectorOptions options, IReadOnlyList<KeyValuePair<string, string?>> texts, Action<string> addFault);

    /// <summary>Returns the value as text.</summary>
    public abstract string Print(AnomalyDetectorOptions options);

    /// <summary>Copies the value from other options.</summary>
    public abstract void Copy(AnomalyDetectorOptions from, AnomalyDetectorOptions to);

    protected static string Quote(string? text) => text is null ? "null" : $"\"{text}\"";

    protected string Fault(string name, string? text, string words) => $"{name} is {(IsSecret ? "not usable" : Quote(text))}; it must be {words}.";
}
