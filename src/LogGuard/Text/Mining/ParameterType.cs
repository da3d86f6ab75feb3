namespace LogGuard.Parsing;

/// <summary>The type of a variable part of a line.</summary>
public enum ParameterType
{
    /// <summary>Any text; written <c>&lt;*&gt;</c> in a template. It has no value.</summary>
    Word,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a decimal point or an exponent.</summary>
    Real,

    /// <summary>A number with a unit of time, or hours, minutes and seconds. The value is in seconds.</summary>
    Duration,

    /// <summary>A date, with or without a time of day. It has no value.</summary>
    Timestamp,

    /// <summary>An IP address, with or without a port. It has no value.</summary>
    Address,

    /// <summary>A hexadecimal number. It has a value if it has 16 digits or fewer.</summary>
    Hex,

    /// <summary>A UUID. It has no value.</summary>
    Uuid,

    /// <summary>A path or URL. It has no value.</summary>
    Path,

    /// <summary>Any other text with digits: a version, a serial number. It has no value.</summary>
    Identifier,

    /// <summary>A list of variables of any length. The value is their number.</summary>
    List,
}
