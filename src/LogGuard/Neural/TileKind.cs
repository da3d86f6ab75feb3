namespace LogGuard.Neural;

/// <summary>The implementations of <see cref="ITile"/>, from the narrowest.</summary>
internal enum TileKind
{
    /// <summary><see cref="TilePlain"/>.</summary>
    Plain,

    /// <summary><see cref="TileScalar"/>.</summary>
    Scalar,

    /// <summary><see cref="Tile128"/>.</summary>
    Vector128,

    /// <summary><see cref="Tile256"/>.</summary>
    Vector256,

    /// <summary><see cref="Tile512"/>.</summary>
    Vector512,
}
