using System.Text;
using RestoreSessions.Tests.Endurance;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>What fuzzing has found, each fixed and kept.</summary>
public sealed class FuzzFindingTests
{
    [Theory]
    [InlineData("""{"results":[{"totalItemsCount":99999999999999999999}]}""")]
    [InlineData("""{"access_token":{"a":1}}""")]
    [InlineData("""{"access_token":"a\u0000b"}""")]
    public void no_reader_brings_out_anything_but_the_documented_error(string body) => Assert.Null(Fuzz.Replay(Encoding.UTF8.GetBytes(body)));
}
