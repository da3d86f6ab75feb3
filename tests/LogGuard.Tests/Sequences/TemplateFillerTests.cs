using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences.Capture;

public class TemplateFillerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("nothing to fill", "nothing to fill")]
    [InlineData("{A}", "<A>")]
    [InlineData("a {A} b {B} c", "a <A> b <B> c")]
    [InlineData("{A}{B}", "<A><B>")]
    [InlineData("{A,5}", "<A>")]
    [InlineData("{A:0.0}", "<A>")]
    [InlineData("{A,-5:0.0}", "<A>")]
    [InlineData("{@A} {$B}", "<A> <B>")]
    [InlineData("{{A}}", "{A}")]
    [InlineData("{{{A}}}", "{<A>}")]
    [InlineData("{", "{")]
    [InlineData("}", "}")]
    [InlineData("}}", "}")]
    [InlineData("a { b", "a { b")]
    [InlineData("a } b {A}", "a } b <A>")]
    [InlineData("{A", "{A")]
    [InlineData("{}", "<>")]
    [InlineData("{A} and }", "<A> and }")]
    public void HolesAreFilledByTheirNames(string template, string filled) =>
        Assert.Equal(filled, TemplateFiller.Fill(template, name => $"<{name}>"));

    [Fact]
    public void AHoleWithoutATextStaysAsItIs() =>
        Assert.Equal("1 {B,5:0} 1", TemplateFiller.Fill("{A} {B,5:0} {A}", name => name == "A" ? "1" : null));

    [Fact]
    public void WhatIsFilledInIsNotFilledAgain() =>
        Assert.Equal("{B} {A}", TemplateFiller.Fill("{A} {B}", name => name == "A" ? "{B}" : "{A}"));
}
