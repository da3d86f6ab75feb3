namespace LogGuard.Tests.Contract;

public class ExceptionDetailTests
{
    [Fact]
    public void TheInnermostExceptionIsNamedBesideTheOuterOne()
    {
        var detail = ExceptionDetail.From(new InvalidOperationException("saving failed", new AggregateException(new TimeoutException("no answer"))));

        Assert.Equal(
            new ExceptionDetail("System.InvalidOperationException", "saving failed") { RootType = "System.TimeoutException", RootMessage = "no answer" }, detail);
        Assert.Equal("System.InvalidOperationException: saving failed, caused by System.TimeoutException: no answer", detail.ToString());
    }

    [Fact]
    public void OneWithoutInnerHasNoRoot() =>
        Assert.Equal(new ExceptionDetail("System.TimeoutException", "no answer"), ExceptionDetail.From(new TimeoutException("no answer")));

    [Fact]
    public void MessagesCanBeLeftOut() =>
        Assert.Equal(
            new ExceptionDetail("System.InvalidOperationException") { RootType = "System.TimeoutException" },
            ExceptionDetail.From(new InvalidOperationException("secret", new TimeoutException("secret")), withMessages: false));

    [Fact]
    public void AMessageThatThrowsOrIsLongDoesNoHarm()
    {
        Assert.Equal(new ExceptionDetail(typeof(Treacherous).FullName!), ExceptionDetail.From(new Treacherous()));
        Assert.Equal(1_025, ExceptionDetail.From(new TimeoutException(new string('x', 100_000))).Message!.Length);
    }

    [Fact]
    public void ItsTextIsOneLine() =>
        Assert.Equal("E: a\\nb\\u001b", new ExceptionDetail("E", "a\nb\u001b").ToString());

    private sealed class Treacherous : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }
}
