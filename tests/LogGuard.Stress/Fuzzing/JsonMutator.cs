using System.Text;
using System.Text.Json.Nodes;

namespace LogGuard.Stress.Fuzzing;

/// <summary>Changes the structure of JSON text: members are absent, null, doubled, swapped, of another type or out of range.</summary>
internal sealed class JsonMutator(Random random)
{
    // Stands for half of a surrogate pair, which JSON text can hold and a JsonNode cannot.
    private const string HalfPair = "HALF PAIR";

    private static readonly string[] Values =
    [
        "null", "true", "\"\"", "\"x\"", "\"NaN\"", "\"" + HalfPair + "\"", "\"\\u0000\"", "\"../../etc/passwd\"", "\"Detecting\"", "\"Collecting\"", "\"Training\"",
        "[]", "{}", "[null]", "[[]]", "[{}]", "[0]", "[-1]", "[1,1]", "[2,1]", "[2147483647]", "0", "1", "-1", "0.5", "3.5", "-0.0", "1024", "1025", "65536",
        "16777216", "2147483647", "-2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "1e39", "1e308", "-1e308", "1e-320", "1e999",
        "\"0001-01-01T00:00:00+00:00\"", "\"9999-12-31T23:59:59.9999999+00:00\"",
    ];

    /// <summary>Returns changed text; possibly no JSON any longer.</summary>
    public byte[] Mutate(byte[] json)
    {
        var root = JsonNode.Parse(json)!;
        for (var changes = random.Next(4) == 0 ? 1 + random.Next(4) : 1; changes > 0; changes--)
        {
            var nodes = new List<JsonNode>();
            Collect(root, nodes);
            Change(nodes[random.Next(nodes.Count)], nodes);
        }

        var text = root.ToJsonString().Replace(HalfPair, "\\ud800", StringComparison.Ordinal);
        return random.Next(20) switch
        {
            0 => Encoding.UTF8.GetBytes(text)[..random.Next(text.Length)],
            1 => Encoding.UTF8.GetBytes(Double(text)),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    private static void Collect(JsonNode? node, List<JsonNode> nodes)
    {
        if (node is null)
        {
            return;
        }

        nodes.Add(node);
        foreach (var child in node switch { JsonObject own => own.Select(member => member.Value), JsonArray list => list, _ => [] })
        {
            Collect(child, nodes);
        }
    }

    private void Change(JsonNode node, List<JsonNode> nodes)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } own:
                var (name, value) = own.ElementAt(random.Next(own.Count));
                switch (random.Next(4))
                {
                    case 0:
                        own.Remove(name);
                        break;
                    case 1:
                        own[name] = nodes[random.Next(nodes.Count)].DeepClone();
                        break;
                    case 2:
                        own[name + "x"] = value?.DeepClone();
                        own.Remove(name);
                        break;
                    default:
                        own[name] = Value();
                        break;
                }

                break;
            case JsonArray { Count: > 0 } list:
                var place = random.Next(list.Count);
                switch (random.Next(5))
                {
                    case 0:
                        list.RemoveAt(place);
                        break;
                    case 1:
                        list.Insert(place, Value());
                        break;
                    case 2:
                        list.Add(list[place]?.DeepClone());
                        break;
                    case 3:
                        list.Clear();
                        break;
                    default:
                        list[place] = Value();
                        break;
                }

                break;
            default:
                if (node.Parent is not null)
                {
                    node.ReplaceWith(Value());
                }

                break;
        }
    }

    private JsonNode? Value() => random.Next(3) == 0 ? JsonValue.Create(random.Next(-5, 60)) : JsonNode.Parse(Values[random.Next(Values.Length)]);

    // A member twice in one object, the second with another value.
    private string Double(string text)
    {
        var starts = Enumerable.Range(0, text.Length - 1).Where(i => text[i] is '{' or ',' && text[i + 1] == '"').ToArray();
        if (starts.Length == 0)
        {
            return text;
        }

        var start = starts[random.Next(starts.Length)] + 1;
        var end = text.IndexOf('"', start + 1);
        return text.Insert(start, $"{text[start..(end + 1)]}:{Values[random.Next(Values.Length)]},");
    }
}
