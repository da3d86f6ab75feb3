namespace LogGuard.Primitives;

/// <summary>
/// Elements in the order in which they were last used. Every operation takes constant time and allocates nothing. An
/// element is in one list at most. Not thread-safe.
/// </summary>
internal sealed class LruList<T>
    where T : LruNode<T>
{
    /// <summary>The least recently used element; null in an empty list.</summary>
    public T? Oldest { get; private set; }

    /// <summary>The most recently used element; null in an empty list.</summary>
    public T? Newest { get; private set; }

    /// <summary>Adds an element as the newest.</summary>
    public void Add(T item)
    {
        item.Older = Newest;
        item.Newer = null;
        if (Newest is null)
        {
            Oldest = item;
        }
        else
        {
            Newest.Newer = item;
        }

        Newest = item;
    }

    /// <summary>Makes an element of the list the newest.</summary>
    public void Touch(T item)
    {
        if (!ReferenceEquals(item, Newest))
        {
            Remove(item);
            Add(item);
        }
    }

    /// <summary>Removes an element of the list.</summary>
    public void Remove(T item)
    {
        if (item.Older is { } older)
        {
            older.Newer = item.Newer;
        }
        else
        {
            Oldest = item.Newer;
        }

        if (item.Newer is { } newer)
        {
            newer.Older = item.Older;
        }
        else
        {
            Newest = item.Older;
        }

        item.Older = item.Newer = null;
    }

    /// <summary>The elements, least recently used first. The list must not change meanwhile.</summary>
    public Enumerator GetEnumerator() => new(Oldest);

    /// <summary>The elements for a query, least recently used first. The list must not change meanwhile.</summary>
    public IEnumerable<T> All()
    {
        for (var item = Oldest; item is not null; item = item.Newer)
        {
            yield return item;
        }
    }

    /// <summary>Enumerates without allocating.</summary>
    public struct Enumerator(T? first)
    {
        private T? _next = first;

        public T Current { get; private set; } = null!;

        public bool MoveNext()
        {
            if (_next is not { } item)
            {
                return false;
            }

            (Current, _next) = (item, item.Newer);
            return true;
        }
    }
}
