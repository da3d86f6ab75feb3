using System.Text;

namespace TextLogs;

/// <summary>Reads comma-separated values as RFC 4180 has them: quoted fields may hold commas, line ends and doubled quotes.</summary>
internal static class CsvReader
{
    public static IEnumerable<IReadOnlyList<string>> Read(TextReader reader)
    {
        var row = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        var hasText = false;
        int next;
        while ((next = reader.Read()) >= 0)
        {
            var character = (char)next;
            if (isQuoted)
            {
                if (character != '"')
                {
                    field.Append(character);
                }
                else if (reader.Peek() == '"')
                {
                    field.Append((char)reader.Read());
                }
                else
                {
                    isQuoted = false;
                }

                continue;
            }

            switch (character)
            {
                case '"' when field.Length == 0:
                    isQuoted = hasText = true;
                    break;
                case ',':
                    row.Add(field.ToString());
                    field.Clear();
                    hasText = true;
                    break;
                case '\r' when reader.Peek() == '\n':
                    break;
                case '\n':
                    if (hasText)
                    {
                        row.Add(field.ToString());
                        yield return row;
                    }

                    row = [];
                    field.Clear();
                    hasText = false;
                    break;
                default:
                    field.Append(character);
                    hasText = true;
                    break;
            }
        }

        if (hasText)
        {
            row.Add(field.ToString());
            yield return row;
        }
    }
}
