using System.Globalization;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Advises once, where one template makes up most of all lines, to take a property into the key. Watches the first lines only.
/// Only the reader uses it.
/// </summary>
internal sealed class TemplateShareAdvisor(LogKeyVocabulary vocabulary, AnomalyDetectorOptions options, DiagnosticLog diagnostics)
{
    // The share is judged once per this many lines, so that the lines of a start do not decide.
    private const int WindowLength = 10_000;

    // After this many windows the log is as it is.
    private const int WindowCount = 10;

    // Lines of the template whose values are counted. A property that has a new value in every tenth of them is data.
    private const int SampleCount = 1_000;
    private const int MostValues = SampleCount / 10;

    private int[] _counts = new int[64];
    private int _seen;
    private int _windows;
    private int _sampled;
    private int _suspect = LogKey.Unknown;
    private Dictionary<string, HashSet<string>>? _values;

    /// <summary>Counts a line.</summary>
    /// <returns>False if nothing is left to do.</returns>
    public bool See(in LogRecord record)
    {
        if (_suspect != LogKey.Unknown)
        {
            return record.Key != _suspect || Sample(record);
        }

        var key = record.Key;
        if (key > LogKey.Unknown)
        {
            if (key >= _counts.Length)
            {
                Array.Resize(ref _counts, Math.Max(key + 1, _counts.Length * 2));
            }

            _counts[key]++;
        }

        return ++_seen < WindowLength || EndWindow();
    }

    private bool EndWindow()
    {
        var largest = _counts.AsSpan().IndexOf(_counts.Max());
        if (_counts[largest] * 2 > WindowLength && !vocabulary.IsMined(largest) && TemplateHoles.NamesIn(vocabulary.GetTemplate(largest)).Count > 0
            && !PropertyKeyText.IsAny(vocabulary.GetTemplate(largest)))
        {
            _suspect = largest;
            return true;
        }

        _seen = 0;
        _counts.AsSpan().Clear();
        return ++_windows < WindowCount;
    }

    private bool Sample(in LogRecord record)
    {
        if (record is { Line: { } line, Renderer: { } renderer })
        {
            _values ??= TemplateHoles.NamesIn(vocabulary.GetTemplate(_suspect))
                .Where(name => name != options.Session.Property)
                .ToDictionary(name => name, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
            foreach (var (name, values) in _values)
            {
                if (values.Count <= MostValues && TextOf(line, renderer, name) is { } text)
                {
                    values.Add(text);
                }
            }
        }

        if (++_sampled < SampleCount)
        {
            return true;
        }

        Tell();
        return false;
    }

    // The application's own types may throw; advice needs none of them.
    private static string? TextOf(object line, LineRenderer renderer, string name)
    {
        try
        {
            return renderer.GetValue(line, name) is { } value ? LogValue.ToText(value) : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    private void Tell()
    {
        // A number is judged as a value. The most values of those that are few say the most about the step.
        var best = (_values ?? [])
            .Where(pair => pair.Value.Count is > 1 and <= MostValues
                && !pair.Value.All(text => double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _)))
            .OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value.Count)).FirstOrDefault();
        var share = $"{Wording.Quote(vocabulary.GetTemplate(_suspect))} makes up most of all lines, so sessions hardly differ in their steps. ";
        diagnostics.Warn(best.Key is null
            ? share + "If one of its placeholders says what was done, add the name to Keys.PropertiesInKey."
            : share + $"Add {best.Key} to Keys.PropertiesInKey to tell its lines apart: it had {best.Count:N0} different values in {SampleCount:N0} lines.");
    }
}
