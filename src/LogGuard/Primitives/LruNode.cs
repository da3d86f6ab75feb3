namespace LogGuard.Primitives;

/// <summary>An element of an <see cref="LruList{T}"/>. The links are fields of the element, so that moving it allocates nothing.</summary>
/// <typeparam name="T">The type that derives from this one.</typeparam>
internal abstract class LruNode<T>
    where T : LruNode<T>
{
    /// <summary>The element used before this one; null for the oldest. Only <see cref="LruList{T}"/> writes it.</summary>
    internal T? Older;

    /// <summary>The element used after this one; null for the newest. Only <see cref="LruList{T}"/> writes it.</summary>
    internal T? Newer;
}
