using LogGuard.Keys;

namespace LogGuard.Tests.Keys;

public class TextShapeTests
{
    [Theory]
    [InlineData("Order { Id = 7, Name = Bob Smith }", "Order { Id = <*>, Name = <*> }")]
    [InlineData("got Order { Id = 7, To = Address { City = Bonn, Zip = 5 }, Ok = True } now", "got Order { Id = <*>, To = <*>, Ok = <*> } now")]
    [InlineData("Order { Text = a, b } and Order { Text = c }", "Order { Text = <*> } and Order { Text = <*> }")]
    [InlineData("""{"id":7,"name":"Bob \"B\" Smith"}""", """{"id":<*>,"name":<*>}""")]
    [InlineData("""sent {"to":{"city":"Bonn","n":[1,{"a":2}]},"x":null} ok""", """sent {"to":{"city":<*>,"n":<*>},"x":<*>} ok""")]
    [InlineData("{ \"id\" : 7 ,\n  \"on\": true }", "{\"id\":<*>,\"on\":<*>}")]
    [InlineData("user {Id} did { that", "user {Id} did { that")]
    [InlineData("Order { Id = 7", "Order { Id = 7")]
    [InlineData("""{"id":7""", """{"id":7""")]
    [InlineData("""{"id":"x""", """{"id":"x""")]
    [InlineData("{} {{}} }{", "{} {{}} }{")]
    [InlineData("no braces", "no braces")]
    public void ValuesOfObjectsAreLeftOut(string text, string shape) => Assert.Equal(shape, TextShape.Of(text));

    [Fact]
    public void AnyTextHasAShapeAndKeepsItsPlainParts() => Support.Properties.Hold((int[] seeds) =>
    {
        const string letters = "{}\"\\:,= a[]1";
        var text = string.Concat(seeds.Select(seed => letters[(int)((uint)seed % letters.Length)]));
        return TextShape.Of(text) is not null && TextShape.WithoutPrefix(TextShape.PrefixOf(text) + "x") == "x";
    });

    [Theory]
    [InlineData("user {Name} did {Action}", "‹Name_Action ")]
    [InlineData("user {0} did {1}", "‹n_n ")]
    [InlineData("no such id '{17}'", "‹n ")]
    [InlineData("{6f9619ff8b86d011b42d00c04fc964ff} done", "")]
    [InlineData("Order { Id = 7 }", "")]
    [InlineData("plain", "")]
    public void TextsBeginWithTheNamesOfTheirHoles(string text, string prefix) => Assert.Equal(prefix, TextShape.PrefixOf(text));
}
