using System.Buffers;
using System.Text.RegularExpressions;

namespace LogGuard.Parsing;

/// <summary>
/// Runs a user's regular expressions over lines. Every character of a match is replaced by the character that stands for the
/// mask, so that all positions stay the same and the scanner finds a variable there.
/// </summary>
internal sealed class CustomMaskSet
{
    private readonly TimeSpan _timeLimit;
    private readonly bool _isLinear;
    private readonly Regex[] _expressions;
    private readonly string[] _names;
    private long _timeoutCount;

    /// <param name="masks">The expressions.</param>
    /// <param name="timeLimit">Longest time for all matches of all expressions in one line.</param>
    public CustomMaskSet(IEnumerable<CustomMask> masks, TimeSpan timeLimit)
    {
        var list = masks.ToArray();
        _timeLimit = timeLimit;
        _names = [.. list.Select(mask => mask.Name)];
        _expressions = [.. list.Select(mask => Compile(mask.Pattern, SearchTime.OfOneMatch(timeLimit)))];
        _isLinear = _expressions.All(expression => expression.Options.HasFlag(RegexOptions.NonBacktracking));

        // The first match builds the automaton. Doing it here keeps it out of the time limit of the first line.
        char[]? rented = null;
        Apply("2000-01-01 00:00:00 warm-up 10.0.0.1", ref rented);
        ArrayPool<char>.Shared.Return(rented!);
        _timeoutCount = 0;
    }

    public int Count => _expressions.Length;

    /// <summary>Lines whose search exceeded the limit. The masks that were found until then apply.</summary>
    public long TimeoutCount => Interlocked.Read(ref _timeoutCount);

    public string NameOf(char character) => character - VariableScanner.FirstMask is var index && index < _names.Length ? _names[index] : "*";

    /// <summary>A copy of the line with all masks applied, in an array from the pool that the caller returns.</summary>
    public ReadOnlySpan<char> Apply(ReadOnlySpan<char> line, ref char[]? rented)
    {
        rented = ArrayPool<char>.Shared.Rent(Math.Max(line.Length, 1));
        var masked = rented.AsSpan(0, line.Length);
        line.CopyTo(masked);
        if (!TryMask(masked))
        {
            Interlocked.Increment(ref _timeoutCount);
        }

        return masked;
    }

    private bool TryMask(Span<char> masked)
    {
        var time = new SearchTime(_timeLimit, masked.Length, _isLinear);
        try
        {
            for (var i = 0; i < _expressions.Length; i++)
            {
                // Matched against the line as it was before this mask: replacing a match moves no other one.
                foreach (var match in _expressions[i].EnumerateMatches(masked))
                {
                    masked.Slice(match.Index, match.Length).Fill((char)(VariableScanner.FirstMask + i));
                    if (time.IsOver())
                    {
                        return false;
                    }
                }

                if (time.IsOver())
                {
                    return i == _expressions.Length - 1;
                }
            }

            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Compile(string pattern, TimeSpan timeout)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, timeout);
        }
        catch (NotSupportedException)
        {
            // Look-around and back references need the backtracking engine, which the time limit bounds.
            return new Regex(pattern, RegexOptions.CultureInvariant, timeout);
        }
    }
}
