namespace LogGuard.Learning.Collecting;

/// <summary>Whether a change is learnt, or the reason that it is not.</summary>
internal enum ChangeFate
{
    /// <summary>It lasted, and is learnt.</summary>
    Learnt,

    /// <summary>It was marked anomalous.</summary>
    Marked,

    /// <summary>A rollback took it back.</summary>
    TakenBack,

    /// <summary>Its sessions have error lines that usual ones lack.</summary>
    Errors,

    /// <summary>Its sessions end where usual ones go on.</summary>
    Ends,

    /// <summary>Something else was reported in its sessions.</summary>
    Others,

    /// <summary>Too few sessions have it.</summary>
    TooFew,

    /// <summary>It began too short a time ago.</summary>
    TooShort,

    /// <summary>It is over.</summary>
    Over,

    /// <summary>It came in bursts.</summary>
    Bursts,

    /// <summary>Its share has fallen to that of false alarms.</summary>
    Rare,

    /// <summary>More changes lasted than are learnt at a time.</summary>
    TooMany,
}
