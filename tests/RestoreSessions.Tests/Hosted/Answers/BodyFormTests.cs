using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Sound sessions in forms of which <see cref="EveryAnswerTests"/> has no part.</summary>
public sealed class BodyFormTests
{
    private static readonly byte[] Body = File.ReadAllBytes(Path.Combine(BuiltModule.Root, "tests", "RestoreSessions.Tests", "Fixtures", "sessions-array.json"));

    private static readonly Dictionary<string, Func<Fault>> Forms = new()
    {
        ["plain"] = () => Fault.RawBody(Body),
        ["another media type"] = () => Fault.RawBody(Body, "text/plain"),
        ["no media type"] = () => Fault.RawBody(Body, ""),
        ["space around"] = () => Fault.RawBody([.. "\r\n\t "u8, .. Body, .. " \r\n"u8]),
    };

    public static TheoryData<string> FormNames => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(FormNames))]
    public async Task a_body_is_read_in_any_form(string form)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Forms[form](), "restoreSessions");
        Assert.Equal(
            ["0800471b-d0e2-422b-9d7c-35d15661c3fb", "9f786f0f-de9a-4a90-8118-093b6cb2c4fc"],
            fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id.ToString()));
    }

    [Theory]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000001","id":"00000000-0000-0000-0000-000000000002","creationTime":"2026-06-01T00:00:00Z"}""")]
    [InlineData("""{"ID":"00000000-0000-0000-0000-000000000001","creationTime":"2026-06-01T00:00:00Z","Id":"00000000-0000-0000-0000-000000000002"}""")]
    public async Task of_a_property_that_comes_twice_the_last_counts(string session)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.RawBody($"[{session}]"), "restoreSessions");
        Assert.Equal("00000000-0000-0000-0000-000000000002", fixture.Run("Get-RestoreSession").One<RestoreSession>().Id.ToString());
    }
}
