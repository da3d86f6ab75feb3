using System.Globalization;

namespace LogGuard.Stress.Kills;

/// <summary>What the process that is killed has said, up to its end.</summary>
internal sealed class KillMessages
{
    public const string Saving = "saving";
    public const string Saved = "saved ";

    /// <summary>Number of the last snapshot that it said was saved; 0 before the first.</summary>
    public int LastSaved { get; private set; }

    /// <summary>Saves that it began.</summary>
    public int Begun { get; private set; }

    /// <summary>Whether the last thing that it said was that it saves.</summary>
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
