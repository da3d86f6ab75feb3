using LogGuard.Keys;

namespace LogGuard.Tests.Keys;

public class TemplateHolesTests
{
    [Theory]
    [InlineData("Order {Id} for {@User} in {$Place,-10:l} at {Time:HH:mm}", "Id User Place Time")]
    [InlineData("{0} and {1,5} and {0:N2}", "0 1")]
    [InlineData("Order { Id = 7, Name = Bob }", "")]
    [InlineData("{\"id\":7,\"name\":\"Bob\"}", "")]
    [InlineData("{6f9619ff-8b86-d011-b42d-00c04fc964ff} done", "")]
    [InlineData("did {{Action}} and {{{Name}}}", "Name")]
    [InlineData("open { and {Id", "")]
    [InlineData("{} {:x} {,5} {a,b} {a,} {a b}", "")]
    [InlineData("{ {Id} }", "Id")]
    [InlineData("Größe {Größe} von {Ключ:N1} {a.b}", "Größe Ключ a.b")]
    public void OnlyWhatAParserTakesForAHoleIsOne(string template, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), TemplateHoles.NamesIn(template));

    [Theory]
    [InlineData("{Message}", true)]
    [InlineData("{Message:l}", true)]
    [InlineData(" {State:l}\n", true)]
    [InlineData("{0}", true)]
    [InlineData("{Message} {Id}", false)]
    [InlineData("{Message}!", false)]
    [InlineData("{{Message}}", false)]
    [InlineData("{ Id = 7 }", false)]
    [InlineData("", false)]
    [InlineData("{}", false)]
    public void ATemplateMayBeNothingButAHole(string template, bool isOnlyHole) => Assert.Equal(isOnlyHole, TemplateHoles.IsOnlyHole(template));
}
