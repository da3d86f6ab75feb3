using System.Collections.Concurrent;

namespace LogGuard.Detection;

/// <summary>
/// The forms of <see cref="AnomalyPattern"/>: four of LogGuard's own questions, and one for each question that was added. A form
/// has a name on disk and, within the process, a small number.
/// </summary>
internal static class PatternForms
{
    /// <summary>A key that was never learnt.</summary>
    public const int Key = 0;

    /// <summary>A key or END behind a window.</summary>
    public const int Step = 1;

    /// <summary>A count of a key, or the difference of two.</summary>
    public const int Count = 2;

    /// <summary>A value in a line.</summary>
    public const int Value = 3;

    // A process has a handful of questions; a snapshot with many more names is malformed.
    private const int Limit = 1_000;
    private const int NameLengthLimit = 64;

    private static readonly List<string> Names = ["Key", "Step", "Count", "Value"];
    private static readonly ConcurrentDictionary<string, int> Numbers = new(StringComparer.Ordinal)
    {
        ["Key"] = Key,
        ["Step"] = Step,
        ["Count"] = Count,
        ["Value"] = Value,
    };

    private static readonly Lock Gate = new();

    /// <summary>The number of a question's form, assigned at the first call.</summary>
    /// <exception cref="ArgumentException">The name is invalid, or there are too many.</exception>
    public static int Of(string question) =>
        TryGet(question, out var form) ? form : throw new ArgumentException($"{question} is no name of a question: it must have a letter, then letters and digits.", nameof(question));

    /// <summary>The number of a form by its name on disk.</summary>
    public static bool TryGet(string name, out int form)
    {
        if (Numbers.TryGetValue(name, out form))
        {
            return true;
        }

        if (name.Length is 0 or > NameLengthLimit || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
        {
            return false;
        }

        lock (Gate)
        {
            if (Numbers.TryGetValue(name, out form))
            {
                return true;
            }

            if (Names.Count >= Limit)
            {
                return false;
            }

            form = Names.Count;
            Names.Add(name);
            Numbers[name] = form;
            return true;
        }
    }

    /// <summary>The name of a form on disk.</summary>
    public static string NameOf(int form)
    {
        lock (Gate)
        {
            return Names[form];
        }
    }
}
