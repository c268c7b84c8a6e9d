using System.IO.Compression;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Every command, when each answer, tokens included, comes in an unusual form.</summary>
public sealed class EveryAnswerTests
{
    private const string Id = "00000000-0000-0000-0000-000000000001";

    private static readonly string[] Commands =
    [
        "Get-RestoreSession",
        $"Get-RestoreSession -Id {Id}",
        $"Get-RestoreSessionEvent -Id {Id}",
        $"Get-RestoreSessionStatistics -Id {Id}",
        "Get-RestoreOrganization",
        $"Get-RestoreOrganization -Id {Id}",
        $"Wait-RestoreSession -Id {Id}",
        $"Stop-RestoreSession -Id {Id} -Confirm:$false -PassThru",
    ];

    private static readonly Dictionary<string, Func<Fault>> Forms = new()
    {
        ["byte order mark"] = () => Fault.Altered(body => [.. Encoding.UTF8.GetPreamble(), .. body]),
        ["UTF-16 with a mark"] = () => Fault.Altered(body => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body))]),
        ["big-endian UTF-16 with a mark"] = () => Fault.Altered(body => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Encoding.UTF8.GetString(body))]),
        ["gzip"] = () => Fault.Altered(body => Compress(body, s => new GZipStream(s, CompressionLevel.Fastest)), Encoded("gzip")),
        ["a byte at a time"] = () => Fault.Drip(10_000, TimeSpan.Zero),
        ["each property twice"] = () => Altered(text => Regex.Replace(text, """("[A-Za-z_.]+":)("[^"]*"|\d+)(?=[,}])""", "$1$2,$1$2")),
        ["names in other letters"] = () => Altered(text => Regex.Replace(text, "\"(id|name|type|state|result|status|itemName|creationTime|totalItemsCount)\":", m => m.Value.ToUpperInvariant())),
        ["properties that nobody knows"] = () => Altered(text => text.Replace("{\"id\":", "{\"new\":[{\"id\":1},null,[[]],{\"a\":{\"b\":\"}]\"}}],\"id\":", StringComparison.Ordinal)),
        ["space everywhere"] = () => Altered(text => Regex.Replace(text, "(?<=[\\]}\"]),(?=\")", " ,\r\n\t ")),
        ["space behind the end"] = () => Altered(text => text + " \r\n\t" + new string(' ', 40_000)),
        ["connections that close"] = Fault.Closing,
    };

    public static TheoryData<string> FormNames => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(FormNames))]
    public async Task every_command_reads_it_as_it_reads_the_usual_one(string form)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 10 }, isConnected: false);
        fixture.Server.Sessions.Use(Enumerable.Range(1, 25).Select(i => new SessionRecord
        {
            Id = new Guid($"00000000-0000-0000-0000-{i:D12}"),
            CreationTime = new DateTime(2026, 6, 1, 0, i, 0, DateTimeKind.Utc),
            EndTime = new DateTime(2026, 6, 1, 1, i, 0, DateTimeKind.Utc),
            State = "Stopped",
            EventCount = 25,
        }));
        const string Connect = "Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8";
        Assert.Null(fixture.Run(Connect).ErrorId);
        string[] usual = [.. Commands.Select(command => Text(fixture.Run(command)))];
        Assert.All(usual, text => Assert.NotEmpty(text));

        fixture.Server.Faults.Add(Forms[form](), times: int.MaxValue);
        Assert.Null(fixture.Run(Connect).ErrorId);
        Assert.All(Commands.Zip(usual), pair => Assert.Equal(pair.Second, Text(fixture.Run(pair.First))));
    }

    [Theory]
    [InlineData("Get-RestoreSession", "organization", "Organization")]
    [InlineData("Get-RestoreSessionEvent -Id " + Id, "itemName", "ItemName")]
    [InlineData("Get-RestoreOrganization", "name", "Name")]
    [InlineData("Get-RestoreOrganization -Id " + Id, "name", "Name")]
    public async Task text_of_any_characters_arrives_in_every_kind_of_object(string command, string name, string property)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 0 });
        fixture.Server.Sessions.Use([new SessionRecord { Id = new Guid(Id), CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), State = "Stopped", EventCount = 1 }]);
        fixture.Server.Faults.Add(Altered(text => Regex.Replace(text, $"(?<=\"{name}\":\")[^\"]*", """a\u0000\ud800\u001b[31m\u202e\ud83d\ude00""")), times: int.MaxValue);
        PSObject[] got = [.. fixture.Run(command).Output];
        Assert.NotEmpty(got);
        Assert.All(got, one => Assert.Equal("a[U+0000]\ufffd[U+001B][31m\u202e\ud83d\ude00", one.Properties[property].Value));
        Assert.NotEmpty(fixture.Shell.Render(command));
    }

    private static string Text(ShellResult result) => string.Join('\n', result.As<object>().Select(o => PSSerializer.Serialize(o)));

    private static Fault Altered(Func<string, string> alter) => Fault.Altered(body => Encoding.UTF8.GetBytes(alter(Encoding.UTF8.GetString(body))));

    private static Dictionary<string, string> Encoded(string how) => new() { ["Content-Encoding"] = how };

    private static byte[] Compress(byte[] body, Func<Stream, Stream> open)
    {
        using MemoryStream packed = new();
        using (Stream stream = open(packed))
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }
}
