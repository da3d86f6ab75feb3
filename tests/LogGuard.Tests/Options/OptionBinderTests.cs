using System.Globalization;
using LogGuard.Configuration;
using LogGuard.Parsing;

namespace LogGuard.Tests.Configuration;

public class OptionBinderTests
{
    [Theory]
    [InlineData("Sesion:Property", "Session.Property")]
    [InlineData("Session:Propertys", "Session.Property")]
    [InlineData("idletimeout", "Session.IdleTimeout")]
    [InlineData("Queue:SessionCount", "Training.SessionCount")]
    [InlineData("TopG", "Model.TopG")]
    [InlineData("Modelpaht", "ModelPath")]
    public void ANameThatIsNotKnownIsToldWithTheNearestOne(string name, string nearest)
    {
        var options = Bind((name, "1"));

        Assert.Equal($"there is no setting {name.Replace(':', '.')}, and it has no effect; the nearest one is {nearest}.", Assert.Single(options.Remarks));
        Assert.Null(Record.Exception(options.Freeze));
    }

    [Fact]
    public void OnlyTheLeavesOfAnUnknownGroupAreTold() =>
        Assert.Contains("Nowhere.At.All", Assert.Single(Bind(("Nowhere", null), ("Nowhere:At", null), ("Nowhere:At:All", "1")).Remarks));

    [Fact]
    public void SectionsOfOthersArePassedOver()
    {
        var options = new AnomalyDetectorOptions();

        OptionBinder.Apply(options, [new("LogLevel", null), new("LogLevel:Default", "Information"), new("LogLevels", "1")], "LogLevel");

        Assert.Contains("LogLevels", Assert.Single(options.Remarks));
    }

    [Fact]
    public void AnUnknownNameFollowsTheSettingsIntoAnotherObject()
    {
        var target = Bind(("Here", "1"));
        target.CopyFrom(Bind(("There", "1")).Copy());

        Assert.Equal(["Here", "There"], target.Remarks.Select(remark => remark.Split(' ')[4].TrimEnd(',')));
    }

    [Fact]
    public void ATextThatCannotBeReadIsAFaultOfTheObjectItIsCopiedInto()
    {
        var target = new AnomalyDetectorOptions();
        target.CopyFrom(Bind(("Model:TopG", "many")));

        Assert.Contains("TopG", Assert.Throws<ArgumentException>(target.Copy).Message);
    }

    [Fact]
    public void ACopyDoesNotReceiveLaterRemarks()
    {
        var options = Bind(("Here", "1"));
        var copy = options.Copy();
        OptionBinder.Apply(options, [new("There", "1")]);

        Assert.Single(copy.Remarks);
    }

    [Fact]
    public void AVeryLongNameIsCut() =>
        Assert.InRange(Assert.Single(Bind((new string('x', 100_000), "1")).Remarks).Length, 200, 400);

    [Fact]
    public void AllFaultsOfTextsAndOfRangesAreThrownTogether()
    {
        var options = Bind(
            ("queue:limit", "many"), ("Detector", "7"), ("Session:IdleTimeout", "5"), ("Model:TargetAlarmRate", "0,5"), ("RequireModel", null),
            ("Model:WindowSize", "0"), ("Training", "much"), ("Session:ClosingTemplates", "one"));

        Assert.Equal(
            "AnomalyDetectorOptions: Training is \"much\"; it must be an object of settings. "
            + "Queue.Limit is \"many\"; it must be a whole number. "
            + "Detector is \"7\"; it must be one of Default, NewKey, NGram, DeepLog, Custom. "
            + "Session.IdleTimeout is \"5\"; it must be a time such as 00:05:00, or 1.12:00:00 with days. "
            + "Model.TargetAlarmRate is \"0,5\"; it must be a number such as 0.001. "
            + "RequireModel is null; it must be true or false. "
            + "Session.ClosingTemplates is \"one\"; it must be a list of texts. "
            + "Model.WindowSize is 0; it must be between 1 and 1,024.",
            Assert.Throws<ArgumentException>(options.Freeze).Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void NothingStandsForNoValue(string? text)
    {
        var options = Bind(("Training:QuarantineTime", text), ("Model:TopG", text)).Freeze();

        Assert.Null(options.Training.QuarantineTime);
        Assert.Null(options.Model.TopG);
    }

    [Fact]
    public void AListTakesThePlaceOfTheOneBeforeInTheOrderOfItsPlaces()
    {
        var options = new AnomalyDetectorOptions();
        options.Session.ClosingTemplates.Add("before");

        OptionBinder.Apply(options, Enumerable.Range(0, 12).Reverse().Select(i => KeyValuePair.Create($"Session:ClosingTemplates:{i}", (string?)$"t{i}")));

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"t{i}"), options.Freeze().Session.ClosingTemplates);
    }

    [Fact]
    public void AnEmptyListTakesThePlaceOfTheOneBefore()
    {
        var options = new AnomalyDetectorOptions();
        options.Mining.SeedLines.Add("before");

        OptionBinder.Apply(options, [new("Mining:SeedLines", "")]);

        Assert.Empty(options.Freeze().Mining.SeedLines);
    }

    [Fact]
    public void ListsOfObjectsHaveNamedParts()
    {
        var options = Bind(
            ("Mining:CustomMasks", null), ("Mining:CustomMasks:1", null), ("Mining:CustomMasks:1:Name", "b"), ("Mining:CustomMasks:1:pattern", "b+"),
            ("Mining:CustomMasks:0", null), ("Mining:CustomMasks:0:Name", "a"), ("Mining:CustomMasks:0:Pattern", "a+"));

        Assert.Equal([new CustomMask("a", "a+"), new CustomMask("b", "b+")], options.Freeze().Mining.CustomMasks);
    }

    [Fact]
    public void WrongPartsOfAListAreNamed()
    {
        var options = Bind(("Mining:CustomMasks:0:Name", "a"), ("Mining:CustomMasks:0:Patern", "a+"), ("Session:ClosingTemplates:0:Text", "x"));

        var message = Assert.Throws<ArgumentException>(options.Freeze).Message;

        Assert.Contains("Mining.CustomMasks.0.Patern is not known; Mining.CustomMasks must be a list of objects with Name and Pattern.", message);
        Assert.Contains("Mining.CustomMasks has an item that is not complete", message);
        Assert.Contains("Session.ClosingTemplates.0.Text is not known; Session.ClosingTemplates must be a list of texts.", message);
    }

    [Fact]
    public void TheCultureOfTheProcessDoesNotMatter()
    {
        // Its numbers have commas for points. (The tests run without the data of cultures, so one is made by hand.)
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = culture;
        try
        {
            var options = Bind(("Model:TargetAlarmRate", "0.05"), ("Seed", "-3"), ("Session:IdleTimeout", "00:00:01.5")).Freeze();

            Assert.Equal((0.05, -3, 1.5), (options.Model.TargetAlarmRate, options.Seed, options.Session.IdleTimeout.TotalSeconds));
            Assert.EndsWith("Model.TargetAlarmRate = 0.05.", SettingTable.Describe(options));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static AnomalyDetectorOptions Bind(params (string Name, string? Text)[] settings)
    {
        var options = new AnomalyDetectorOptions();
        OptionBinder.Apply(options, settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Text)));
        return options;
    }
}
