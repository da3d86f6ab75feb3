using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace LogGuard.Parsing;

/// <summary>One JSON object per line, of any logger, by a table of its names.</summary>
internal sealed class JsonFieldFormat : JsonLineFormat
{
    // Marks in the table besides the numbers of fields.
    private const int Required = -2;
    private const int Properties = -3;
    private const int Parent = -4;
    private const int None = -1;

    // Objects within objects that a name may lead through.
    private const int MaxNesting = 8;

    private readonly JsonLineFields _names;
    private readonly Entry[] _entries;
    private readonly int _time;
    private readonly int _level;
    private readonly int _message;
    private readonly int _template;
    private readonly int _exception;
    private readonly int _trace;
    private readonly int _requiredCount;

    public JsonFieldFormat(string name, JsonLineFields names, TimeSpan assumedOffset = default)
        : base(name, FieldsOf(names), assumedOffset, names.TraceId.Count > 0 ? SessionSelector.Field(names.TraceId[0]) : null)
    {
        _names = names;
        _time = IndexOf(names.Time);
        _level = IndexOf(names.Level);
        _message = IndexOf(names.Message);
        _template = IndexOf(names.Template);
        _exception = IndexOf(names.Exception);
        _trace = IndexOf(names.TraceId);
        _entries = MakeEntries();
        _requiredCount = names.Required.Count;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new JsonFieldFormat(Name, _names, offset);

    private protected override bool TryReadObject(ref Utf8JsonReader reader, LineParts parts)
    {
        var found = default(Found);
        ReadMembers(ref reader, parts, parent: 0, depth: 0, ref found);
        return reader.TokenType == JsonTokenType.EndObject && found.RequiredCount >= _requiredCount && (found.LevelIsNumber || !_names.LevelIsNumber);
    }

    private protected override bool Finish(LineParts parts)
    {
        var (time, level, message) = (parts.Field(_time), parts.Field(_level), parts.Field(_message));
        var template = Text(parts, parts.Field(_template));
        if ((!time.Exists && !level.Exists) || (!message.Exists && template.IsEmpty))
        {
            return false;
        }

        // A time or a level that cannot be read costs nothing else.
        if (time.Exists)
        {
            TryReadTimestamp(Text(parts, time), parts);
        }

        if (level.Exists)
        {
            TryReadLevel(Text(parts, level), parts);
        }

        parts.Template = template.Length > 0 ? parts.Templates.Get(template) : null;
        parts.Content = message.Exists ? message : Render(parts, parts.Template!);
        parts.Following = parts.Field(_exception);
        parts.TraceId = parts.Field(_trace);
        return true;
    }

    private void ReadMembers(ref Utf8JsonReader reader, LineParts parts, int parent, int depth, ref Found found)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Find(ref reader, parent, out var rank, out var below, out var isRequired);
            found.RequiredCount += isRequired ? 1 : 0;
            if (below != None && depth < MaxNesting && IsObject(reader))
            {
                reader.Read();
                ReadMembers(ref reader, parts, _entries[below].Target == Properties ? None : below + 1, depth + 1, ref found);
            }
            else if (rank != None)
            {
                var field = _entries[rank].Target;
                reader.Read();
                found.LevelIsNumber |= field == _level && reader.TokenType == JsonTokenType.Number;
                var value = ReadValue(ref reader, parts);

                // The names of a field are in the order of their meaning.
                if (value.Exists && (found.Ranks[field] == 0 || rank < found.Ranks[field] - 1))
                {
                    parts.SetField(field, value);
                    found.Ranks[field] = rank + 1;
                }
            }
            else
            {
                ReadProperty(ref reader, parts);
            }
        }
    }

    private static bool IsObject(Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    // Members below a parent are those whose entries name it: 0 for the line's own. The members of properties have no parent.
    private void Find(ref Utf8JsonReader reader, int parent, out int rank, out int below, out bool isRequired)
    {
        (rank, below, isRequired) = (None, None, false);
        for (var i = 0; i < _entries.Length && parent != None; i++)
        {
            ref readonly var entry = ref _entries[i];
            if (entry.Parent != parent || !reader.ValueTextEquals(entry.Name))
            {
                continue;
            }

            switch (entry.Target)
            {
                case Required:
                    isRequired = true;
                    break;
                case Parent or Properties:
                    below = below == None ? i : below;
                    break;
                default:
                    rank = rank == None ? i : rank;
                    break;
            }
        }
    }

    private static void TryReadLevel(ReadOnlySpan<char> text, LineParts parts)
    {
        // The numbers of pino and bunyan have two digits.
        if (text.Length == 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 10
            && LevelText.TryReadNumber(number, out var severity))
        {
            parts.SetSeverity(severity);
            return;
        }

        TryReadSeverity(text, parts);
    }

    private static string[] FieldsOf(JsonLineFields names)
    {
        IReadOnlyList<string>[] lists = [names.Time, names.Level, names.Message, names.Template, names.Exception, names.TraceId];
        return [.. lists.Where(list => list.Count > 0).Select(list => list[0]).Concat(names.Others).Distinct(StringComparer.Ordinal)];
    }

    private int IndexOf(IReadOnlyList<string> names) => names.Count == 0 ? None : Fields.ToList().IndexOf(names[0]);

    private Entry[] MakeEntries()
    {
        var entries = new List<Entry>();
        IReadOnlyList<string>[] lists = [_names.Time, _names.Level, _names.Message, _names.Template, _names.Exception, _names.TraceId];
        foreach (var (name, target) in lists.SelectMany(list => list.Select(name => (name, IndexOf(list))))
            .Concat(_names.Others.Select(name => (name, IndexOf([name]))))
            .Concat(_names.Required.Select(name => (name, Required)))
            .Concat(_names.Properties.Select(name => (name, Properties))))
        {
            // As one name, and as the way through objects.
            entries.Add(new Entry(Encoding.UTF8.GetBytes(name), target, 0));
            var path = name.Split('.');
            var parent = 0;
            for (var i = 0; i < path.Length - 1; i++)
            {
                parent = ParentOf(entries, path[i], parent);
            }

            if (path.Length > 1)
            {
                entries.Add(new Entry(Encoding.UTF8.GetBytes(path[^1]), target, parent));
            }
        }

        return [.. entries];
    }

    private static int ParentOf(List<Entry> entries, string name, int parent)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var known = entries.FindIndex(entry => entry.Target == Parent && entry.Parent == parent && entry.Name.AsSpan().SequenceEqual(bytes));
        if (known < 0)
        {
            entries.Add(new Entry(bytes, Parent, parent));
            known = entries.Count - 1;
        }

        return known + 1;
    }

    [InlineArray(LineParts.MaxFields)]
    private struct RankArray
    {
        private int _first;
    }

    // The best name of each field so far, from 1, and the conditions of the line that are met.
    private struct Found
    {
        public RankArray Ranks;
        public int RequiredCount;
        public bool LevelIsNumber;
    }

    private readonly record struct Entry(byte[] Name, int Target, int Parent);
}
