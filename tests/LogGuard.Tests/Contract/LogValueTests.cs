namespace LogGuard.Tests.Sequences;

public class LogValueTests
{
    public static TheoryData<object, double> Numbers { get; } = new()
    {
        { true, 1 },
        { false, 0 },
        { (sbyte)-7, -7 },
        { (byte)200, 200 },
        { (short)-300, -300 },
        { (ushort)60_000, 60_000 },
        { -70_000, -70_000 },
        { 3_000_000_000u, 3e9 },
        { -5_000_000_000L, -5e9 },
        { 10_000_000_000_000_000_000ul, 1e19 },
        { 0.5f, 0.5 },
        { -0.25, -0.25 },
        { 12.75m, 12.75 },
        { TimeSpan.FromMilliseconds(1_500), 1.5 },
        { (Half)2.5, 2.5 },
        { (Int128)(-8), -8 },
        { (UInt128)9, 9 },
        { (nint)(-10), -10 },
        { (nuint)11, 11 },
        { DayOfWeek.Wednesday, 3 },
        { LongEnum.Far, 6_000_000_000 },
    };

    public enum LongEnum : long
    {
        Far = 6_000_000_000,
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void AScalarIsTheNumberThatItIs(object scalar, double number) => Assert.Equal(number, LogValue.ToNumber(scalar));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void AnUnboxedScalarIsTheSameNumber(object scalar, double number) => Assert.Equal(
        number,
        typeof(LogValue).GetMethod(nameof(LogValue.ToNumber), 1, [Type.MakeGenericMethodParameter(0)])!.MakeGenericMethod(scalar.GetType()).Invoke(null, [scalar]));

    [Fact]
    public void WhatIsNoNumberIsNaN()
    {
        Assert.True(double.IsNaN(LogValue.ToNumber("12")));
        Assert.True(double.IsNaN(LogValue.ToNumber('c')));
        Assert.True(double.IsNaN(LogValue.ToNumber(Guid.Empty)));
        Assert.True(double.IsNaN(LogValue.ToNumber(DateTime.UnixEpoch)));
        Assert.True(double.IsNaN(LogValue.ToNumber<string?>(null)));
        Assert.True(double.IsNaN(LogValue.ToNumber<int?>(null)));
        Assert.Equal(4, LogValue.ToNumber<int?>(4));
    }
}
