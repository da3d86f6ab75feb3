using System.Globalization;

namespace LogGuard.Stress.Kills;

/// <summary>The messages of the killed process.</summary>
internal sealed class KillMessages
{
    public const string Saving = "saving";
    public const string Saved = "saved ";

    /// <summary>Number of the last snapshot reported as saved; 0 before the first.</summary>
    public int LastSaved { get; private set; }

    /// <summary>Number of saves begun.</summary>
    public int Begun { get; private set; }

    /// <summary>Whether the last message reported the start of a save.</summary>
    public bool IsSaving { get; private set; }

    public void Add(string line)
    {
        if (line == Saving)
        {
            Begun++;
            IsSaving = true;
        }
        else if (line.StartsWith(Saved, StringComparison.Ordinal)
            && int.TryParse(line.AsSpan(Saved.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            LastSaved = number;
            IsSaving = false;
        }
    }
}
