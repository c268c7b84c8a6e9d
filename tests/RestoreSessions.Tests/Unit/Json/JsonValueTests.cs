using Newtonsoft.Json;
using RestoreSessions.Json;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>What the value of a property may be, for each kind of property, and that the reader stands behind it afterwards.</summary>
public sealed class JsonValueTests
{
    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("\"\"", "")]
    [InlineData("\"2026-06-01T10:00:00Z\"", "2026-06-01T10:00:00Z")]
    [InlineData("null", null)]
    [InlineData("17", "17")]
    [InlineData("true", "True")]
    [InlineData("[1,[2]]", null)]
    [InlineData("""{"value":1,"a":{"b":2}}""", null)]
    public void text_may_be_anything_and_what_is_nested_is_none(string json, string? expected) => Assert.Equal(expected, Read(json, reader => reader.ReadText()));

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("\"42\"", 42L)]
    [InlineData("null", null)]
    public void a_number_may_be_text_or_missing(string json, long? expected) => Assert.Equal(expected, Read(json, reader => reader.ReadNumber()));

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("1.0")]
    [InlineData("\"1.0\"")]
    [InlineData("\"1,000\"")]
    [InlineData("\"\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void what_is_no_whole_number_of_64_bits_is_left_out(string json) => LeftOut("whole number", json, reader => reader.ReadNumber());

    [Theory]
    [InlineData("\"01234567-89ab-cdef-0123-456789abcdef\"")]
    [InlineData("\"{01234567-89AB-CDEF-0123-456789ABCDEF}\"")]
    public void an_identifier_may_be_in_any_form_of_a_guid(string json) => Assert.Equal(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), Read(json, reader => reader.ReadGuid()));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("17")]
    [InlineData("{}")]
    public void what_is_no_guid_is_left_out(string json) => LeftOut("GUID", json, reader => reader.ReadGuid());

    [Theory]
    [InlineData("17")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("\"soon\"")]
    public void what_is_no_time_is_left_out(string json) => LeftOut("time", json, reader => reader.ReadTime());

    [Fact]
    public void a_time_may_be_missing()
    {
        Assert.Null(Read("null", reader => reader.ReadTime()));
        Assert.Equal(new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc), Read("\"2026-06-01T10:00:00Z\"", reader => reader.ReadTime()));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("""{"value":{"after":1}}""")]
    [InlineData("""[{"after":1},2]""")]
    public void any_value_can_be_passed_over(string json) => Read(json, reader =>
    {
        reader.SkipValue();
        return 0;
    });

    private static T Read<T>(string json, Func<ResponseReader, T> read)
    {
        using ResponseReader reader = Open(json);
        T value = read(reader);
        Assert.True(reader.ReadProperty());
        Assert.Equal("after", reader.Value);
        Assert.Equal(5, reader.ReadNumber());
        Assert.False(reader.ReadProperty());
        Assert.Equal("the answer ends in the middle", Assert.Throws<JsonReaderException>(() => reader.ReadToken()).Message);
        return value;
    }

    private static void LeftOut<T>(string kind, string json, Func<ResponseReader, T?> read)
        where T : struct
    {
        List<string> told = [];
        Assert.Null(Read(json, reader =>
        {
            reader.Unreadable = told.Add;
            return read(reader);
        }));
        Assert.Equal([$"the value at 'value' is not a {kind} and is left out"], told);
    }

    private static ResponseReader Open(string json)
    {
        ResponseReader reader = new(new StringReader($$"""{"value":{{json}},"after":5}"""), new JsonNames("value", "after"));
        Assert.Equal(JsonToken.StartObject, reader.ReadToken());
        Assert.True(reader.ReadProperty());
        return reader;
    }
}
