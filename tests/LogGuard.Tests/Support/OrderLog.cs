using LogGuard.Sequences;

namespace LogGuard.Tests.Support;

/// <summary>
/// A small made-up log of orders: placed (a), stock checked (b), one to four items packed (c), paid by card (d) or by
/// invoice (e), for some looked at by hand (h, i), shipped (f), customer told (g). Key z never occurs.
/// </summary>
internal sealed class OrderLog(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>What can be wrong with a session.</summary>
    public static readonly string[] Faults = ["skip", "swap", "extra", "foreign", "cut short"];

    /// <summary>Normal sessions, learnt from by most tests.</summary>
    public static SessionCorpus Normal(int count, int seed = 1)
    {
        var log = new OrderLog(seed);
        var corpus = new SessionCorpus();
        for (var i = 0; i < count; i++)
        {
            corpus.Add(new LogKeySequence(log.Next()));
        }

        return corpus;
    }

    /// <summary>A normal session.</summary>
    public int[] Next()
    {
        var letters = "ab" + new string('c', 1 + _random.Next(4))
            + (_random.Next(10) < 7 ? "d" : "e")
            + (_random.Next(5) == 0 ? "hi" : "")
            + "fg";
        return Some.Keys(letters);
    }

    /// <summary>A session with something wrong.</summary>
    public int[] Next(string fault)
    {
        var keys = Next().ToList();
        var paid = keys.FindIndex(key => key == Some.Key('d') || key == Some.Key('e'));
        switch (fault)
        {
            case "skip":
                keys.RemoveAt(PickOnce(keys));
                break;
            case "swap":
                var first = _random.Next(2) == 0 ? 0 : keys.Count - 2;
                (keys[first], keys[first + 1]) = (keys[first + 1], keys[first]);
                break;
            case "extra":
                var step = PickOnce(keys);
                keys.Insert(step, keys[step]);
                break;
            case "foreign":
                keys.Insert(_random.Next(keys.Count + 1), Some.Key('z'));
                break;
            case "cut short":
                keys.RemoveRange(paid + 1, keys.Count - paid - 1);
                break;
            default:
                throw new ArgumentException(fault);
        }

        return [.. keys];
    }

    /// <summary>Keys without any order, the unknown and the foreign one among them.</summary>
    public int[] NextNoise()
    {
        var keys = new int[_random.Next(20)];
        foreach (ref var key in keys.AsSpan())
        {
            key = _random.Next(11);
        }

        return keys;
    }

    // The place of a step that every order takes exactly once.
    private int PickOnce(List<int> keys)
    {
        var letters = "abfg";
        return keys.IndexOf(Some.Key(letters[_random.Next(letters.Length)]));
    }
}
