package itl

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero/api"
)

type instanceKey struct{}

func withInstance(ctx context.Context, in *instance) context.Context {
	return context.WithValue(ctx, instanceKey{}, in)
}

// callHost is the import of the module: it calls a function of the template that runs.
func callHost(ctx context.Context, module api.Module, stack []uint64) {
	number, request, length, reply := uint32(stack[1]), uint32(stack[2]), uint32(stack[3]), uint32(stack[4])
	in, _ := ctx.Value(instanceKey{}).(*instance)
	text, err := in.reply(ctx, number, request, length)
	status := uint64(0)
	if err != nil {
		text, status = bytes.ToValidUTF8([]byte(err.Error()), []byte("\ufffd")), 1
	}
	// A call inside a call, on a stack of its own.
	results, err := module.ExportedFunction("itl_alloc").Call(ctx, uint64(len(text)))
	if err != nil {
		panic(err)
	}
	block := uint32(results[0])
	memory := module.Memory()
	if block == 0 || !memory.Write(block, text) {
		stack[0] = 1
		return
	}
	memory.WriteUint32Le(reply, block)
	memory.WriteUint32Le(reply+4, uint32(len(text)))
	stack[0] = status
}

func (in *instance) reply(ctx context.Context, number, request, length uint32) (text []byte, err error) {
	if in == nil || int64(number) >= int64(len(in.functions)) {
		return nil, errors.New("there is no such function")
	}
	raw, ok := in.memory.Read(request, length)
	if !ok {
		return nil, errors.New("the request lies outside of the memory")
	}
	// The function may use this instance's memory no more than anybody else; numbers stay as they are written.
	var call []any
	decoder := json.NewDecoder(bytes.NewReader(append([]byte(nil), raw...)))
	decoder.UseNumber()
	if err := decoder.Decode(&call); err != nil || len(call) != 2 {
		return nil, fmt.Errorf("the request cannot be read: %w", err)
	}
	args, _ := call[1].([]any)
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("it panicked: %v", thrown)
		}
	}()
	value, err := in.functions[number].run(ctx, call[0], args)
	if err != nil {
		return nil, err
	}
	return json.Marshal(value)
}
