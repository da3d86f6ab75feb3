using LogGuard.Faults;

namespace LogGuard;

/// <summary>
/// Settings for what identifies a log key besides the text of the message template. Categories and event ids apply to
/// Microsoft.Extensions.Logging; other logging frameworks supply templates only. After a change the model must be trained again,
/// in another folder.
/// </summary>
public sealed class MessageKeyOptions
{
    // An application has some tens of actions and some hundred statements. Values beyond that are data and no steps.
    internal const int DefaultPropertyValueLimit = 256;

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

    /// <summary>
    /// Names of placeholders whose value is part of the key, in upper or lower case; none by default. For a template of a
    /// framework that stands for the whole application: with <c>commandText</c> each SQL statement of EF Core is a step of its
    /// own, with <c>ActionName</c> each action of MVC, with <c>Route</c> each route. Anomalies show the value behind the
    /// template, a long one shortened and with a hash. A property that <see cref="CaptureOptions"/> redact is ignored; one that
    /// they hash or leave out is shown as a hash. At most 4 names are used of one template.
    /// </summary>
    /// <example>
    /// <code>
    /// options.Keys.PropertiesInKey.Add("commandText");
    /// </code>
    /// </example>
    public IList<string> PropertiesInKey { get; set; } = [];

    /// <summary>
    /// Maximum number of keys that <see cref="PropertiesInKey"/> give one template, 1 to 10,000. Lines with further values share
    /// the key of the template alone, which is reported once. The default is 256. More keys take room in the vocabulary, and
    /// more sessions to learn from.
    /// </summary>
    public int PropertyValueLimit { get; set; } = DefaultPropertyValueLimit;

    internal void Check(OptionFaults faults)
    {
        if (faults.RequireObject("Keys.PropertiesInKey", PropertiesInKey) is not null)
        {
            faults.Require(
                PropertiesInKey.All(name => !string.IsNullOrWhiteSpace(name)), "Keys.PropertiesInKey", "null or empty in one place", "it must hold names of placeholders");
        }

        faults.RequireRange("Keys.PropertyValueLimit", PropertyValueLimit, 1, 10_000);
    }

    internal MessageKeyOptions Copy()
    {
        var copy = (MessageKeyOptions)MemberwiseClone();
        copy.PropertiesInKey = [.. PropertiesInKey];
        return copy;
    }
}
