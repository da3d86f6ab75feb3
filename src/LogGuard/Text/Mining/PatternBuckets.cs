using System.Runtime.InteropServices;

namespace LogGuard.Parsing;

/// <summary>Patterns by a hash. Most hashes have one pattern, which takes no set of its own.</summary>
internal sealed class PatternBuckets
{
    private readonly Dictionary<ulong, object> _buckets = [];

    /// <summary>Adds or removes a pattern.</summary>
    public void Change(ulong hash, Pattern pattern, bool isAdded)
    {
        if (isAdded)
        {
            Add(hash, pattern);
        }
        else
        {
            Remove(hash, pattern);
        }
    }

    public void Add(ulong hash, Pattern pattern)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_buckets, hash, out _);
        switch (bucket)
        {
            case null:
                bucket = pattern;
                break;
            case Pattern single:
                var set = new PatternSet();
                set.Add(single);
                set.Add(pattern);
                bucket = set;
                break;
            default:
                ((PatternSet)bucket).Add(pattern);
                break;
        }
    }

    public void Remove(ulong hash, Pattern pattern)
    {
        if (!_buckets.TryGetValue(hash, out var bucket))
        {
            return;
        }

        if (bucket is PatternSet set)
        {
            set.Remove(pattern);
        }

        if (bucket == pattern || bucket is PatternSet { Count: 0 })
        {
            _buckets.Remove(hash);
        }
    }

    /// <summary>Number of patterns with a hash.</summary>
    public int CountOf(ulong hash) => !_buckets.TryGetValue(hash, out var bucket) ? 0 : bucket is PatternSet set ? set.Count : 1;

    /// <summary>The patterns with a hash.</summary>
    public ReadOnlySpan<Pattern> Of(ulong hash)
    {
        ref var bucket = ref CollectionsMarshal.GetValueRefOrNullRef(_buckets, hash);
        return System.Runtime.CompilerServices.Unsafe.IsNullRef(ref bucket) ? default
            : bucket is PatternSet set ? set.Items
            : MemoryMarshal.CreateReadOnlySpan(ref System.Runtime.CompilerServices.Unsafe.As<object, Pattern>(ref bucket), 1);
    }
}
