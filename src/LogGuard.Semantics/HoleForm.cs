namespace LogGuard.Semantics;

/// <summary>How the holes of a template are written for a sentence model.</summary>
internal enum HoleForm
{
    /// <summary>Left out: "Order shipped".</summary>
    None,

    /// <summary>By their names as words: "Order order id shipped".</summary>
    Words,

    /// <summary>As the template has them: "Order {OrderId} shipped".</summary>
    Raw,
}
