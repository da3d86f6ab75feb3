namespace LogGuard.Configuration;

/// <summary>One setting of a detector as text: what a configuration file calls it, and how it is set and shown.</summary>
internal abstract class Setting(string name)
{
    /// <summary>Its name, with dots, as in <c>Session.IdleTimeout</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What its text must be.</summary>
    public abstract string Words { get; }

    /// <summary>Whether its value is not to be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether a running detector can take another value: see <see cref="LiveSettings"/>.</summary>
    public bool IsLive { get; init; }

    /// <summary>The names that a configuration may use for it; more than one for parts of a list's item.</summary>
    public virtual IEnumerable<string> Names => [Name];

    /// <summary>Whether it consists of parts, whose names go on behind a dot.</summary>
    public virtual bool HasParts => false;

    /// <summary>Sets it.</summary>
    /// <param name="options">What it is a setting of.</param>
    /// <param name="texts">Its text; or the texts of its parts by what follows its name, in the parts' order.</param>
    /// <param name="addFault">Told what cannot be set, and why.</param>
    public abstract void Set(AnomalyDetectorOptions options, IReadOnlyList<KeyValuePair<string, string?>> texts, Action<string> addFault);

    /// <summary>Its value as text.</summary>
    public abstract string Print(AnomalyDetectorOptions options);

    /// <summary>Sets it to what it is elsewhere.</summary>
    public abstract void Copy(AnomalyDetectorOptions from, AnomalyDetectorOptions to);

    protected static string Quote(string? text) => text is null ? "null" : $"\"{text}\"";

    protected string Fault(string name, string? text, string words) => $"{name} is {(IsSecret ? "not usable" : Quote(text))}; it must be {words}.";
}
