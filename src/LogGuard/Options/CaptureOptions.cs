using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// What is taken of the events' values, for logs with personal data. It is decided on the application's thread: what is
/// left out never enters the queue, so it is in no anomaly, no memory of the detector's and no snapshot.
/// </summary>
/// <remarks>
/// Templates are always taken, and saved. A message that is built with string interpolation is its own template, with the
/// values in it. A template of a text log is known by its first line, whose numbers, addresses, ids and paths are masked
/// at sight and whose words are not: a name in it is a word like any other.
/// </remarks>
public sealed class CaptureOptions
{
    internal const int LeastKeyLength = 16;

    /// <summary>What is taken of the values. The default is <see cref="CapturedValues.All"/>, which costs nothing; anything less takes a copy of each event.</summary>
    public CapturedValues Values { get; set; } = CapturedValues.All;

    /// <summary>
    /// Names of properties in whose place a keyed hash is taken, such as <c>#5f2d09c1aa47e3b0</c>: the same for the same
    /// value, so that lines can be brought together without knowing it. Parts of destructured objects are meant, too. None by default.
    /// </summary>
    public IList<string> HashedProperties { get; set; } = [];

    /// <summary>Names of properties in whose place <c>***</c> is taken, parts of destructured objects among them. None by default.</summary>
    public IList<string> RedactedProperties { get; set; } = [];

    /// <summary>
    /// Whether a session's id is taken as a keyed hash, and the property that names it as well. The default is <c>false</c>.
    /// </summary>
    public bool HashSessionIds { get; set; }

    /// <summary>
    /// Key of the hashes, 16 characters or more; never shown. The default is null: one by chance for each process, so that
    /// hashes are the same within a run and tell nobody anything after it.
    /// </summary>
    public string? HashKey { get; set; }

    internal void Check(OptionFaults faults)
    {
        faults.RequireDefined("Capture.Values", Values);
        CheckNames(faults, "Capture.HashedProperties", HashedProperties);
        CheckNames(faults, "Capture.RedactedProperties", RedactedProperties);
        faults.Require(HashKey is null or { Length: >= LeastKeyLength }, "Capture.HashKey", "too short", $"it must have {LeastKeyLength} characters or more, or be null");
    }

    internal CaptureOptions Copy()
    {
        var copy = (CaptureOptions)MemberwiseClone();
        copy.HashedProperties = [.. HashedProperties];
        copy.RedactedProperties = [.. RedactedProperties];
        return copy;
    }

    private static void CheckNames(OptionFaults faults, string setting, IList<string>? names)
    {
        if (faults.RequireObject(setting, names) is not null)
        {
            faults.Require(!names!.Any(string.IsNullOrEmpty), setting, "empty in one place", "it must hold names of properties");
        }
    }
}
