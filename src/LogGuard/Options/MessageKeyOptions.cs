namespace LogGuard;

/// <summary>
/// Settings for what identifies a log key besides the text of the message template. They apply to Microsoft.Extensions.Logging,
/// whose events have categories and ids; other logging frameworks supply templates only. After a change the model must be
/// trained again, in another folder.
/// </summary>
public sealed class MessageKeyOptions
{
    /// <summary>
    /// Whether equal templates of different categories are different steps. The default is <c>false</c>. When set, anomalies
    /// show the category before the template, as in <c>Shop.Orders: Order {OrderId} closed</c>, and
    /// <see cref="SessionOptions.ClosingTemplates"/> must name it the same way.
    /// </summary>
    public bool ByCategory { get; set; }

    /// <summary>
    /// Whether equal templates with different event ids are different steps. The default is <c>false</c>. When set, anomalies
    /// show the id before the template, as in <c>#12: Order {OrderId} closed</c>. An event without an id has the id 0.
    /// </summary>
    public bool ByEventId { get; set; }

    internal MessageKeyOptions Copy() => (MessageKeyOptions)MemberwiseClone();
}
