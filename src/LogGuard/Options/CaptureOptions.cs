using LogGuard.Configuration;
using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// Settings for capturing the values of events, for logs with personal data. Values are filtered on the application's thread: a
/// value that is left out never enters the queue, so it is in no anomaly, in no state of the detector and in no snapshot.
/// </summary>
/// <remarks>
/// Templates are always captured and saved. A message that is built with string interpolation is its own template and contains
/// its values. A template of a text log starts as its first line. Numbers, addresses, ids and paths in that line are masked;
/// words are not, so a person's name remains in it.
/// </remarks>
public sealed class CaptureOptions
{
    internal const int LeastKeyLength = 16;

    /// <summary>Which values are captured. The default is <see cref="CapturedValues.All"/>, which costs nothing; any other setting copies each event.</summary>
    public CapturedValues Values { get; set; } = CapturedValues.All;

    /// <summary>
    /// Names of properties that are replaced by a keyed hash, such as <c>#5f2d09c1aa47e3b0</c>. Equal values have equal hashes,
    /// so lines can be correlated without the value. Applies to parts of destructured objects as well. The default is none.
    /// </summary>
    public IList<string> HashedProperties { get; set; } = [];

    /// <summary>Names of properties that are replaced by <c>***</c>. Applies to parts of destructured objects as well. The default is none.</summary>
    public IList<string> RedactedProperties { get; set; } = [];

    /// <summary>
    /// Whether session ids, and the property that holds them, are replaced by a keyed hash wherever they appear. The default is
    /// <c>false</c>. They are replaced in any case if <see cref="Values"/> is not <see cref="CapturedValues.All"/>, or if the session
    /// property is hashed or redacted: sessions must be told apart, so a redacted id is hashed.
    /// </summary>
    /// <remarks>
    /// A trace id that names a session is hashed as well. The trace id of an anomaly stays as it is, so that its trace is found. The
    /// hash is that of the id's text: <see cref="AnomalyDetector.Score"/> and <see cref="AnomalyDetector.CloseSession"/> accept the id,
    /// and the hash that an anomaly shows.
    /// </remarks>
    public bool HashSessionIds { get; set; }

    /// <summary>
    /// Key of the hashes, 16 characters or more; never shown. The default is null: each process uses a random key, so hashes
    /// can be compared within one run only. Set it to compare hashes across restarts, and to continue hashed sessions that were open.
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
