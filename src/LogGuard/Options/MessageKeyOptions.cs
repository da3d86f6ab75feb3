namespace LogGuard;

/// <summary>
/// What a log key stands for besides the text of the message template. For Microsoft.Extensions.Logging, whose events have
/// categories and ids; other doors know templates only. After a change the model must be learnt anew, in another folder.
/// </summary>
public sealed class MessageKeyOptions
{
    /// <summary>
    /// Whether equal templates of different categories are different steps. The default is <c>false</c>. An anomaly shows
    /// the category before the template then, as <c>Shop.Orders: Order {OrderId} closed</c>; so does
    /// <see cref="SessionOptions.ClosingTemplates"/> name it.
    /// </summary>
    public bool ByCategory { get; set; }

    /// <summary>
    /// Whether equal templates with different event ids are different steps. The default is <c>false</c>. An anomaly shows
    /// the id before the template then, as <c>#12: Order {OrderId} closed</c>; no id counts as 0.
    /// </summary>
    public bool ByEventId { get; set; }

    internal MessageKeyOptions Copy() => (MessageKeyOptions)MemberwiseClone();
}
