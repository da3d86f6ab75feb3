namespace LogGuard.Parsing;

/// <summary>A line's relation to the event before it, where the format tells it from the line alone.</summary>
internal enum LineRole
{
    /// <summary>The line is an event, or continues one, by the general rule.</summary>
    None,

    /// <summary>Begins an event whose fields are on several lines.</summary>
    Opens,

    /// <summary>One of an open event's lines. Begins an event itself if none is open and the line fits.</summary>
    Inner,

    /// <summary>The last one of an open event's lines. Without an open event, the general rule applies.</summary>
    Closes,

    /// <summary>Belongs to the event before it, but is not read: it is only shown with it.</summary>
    Follows,
}
